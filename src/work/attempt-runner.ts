import type { ClaimedWork, Settlement } from "../store/index.ts";
import type { WorkerOptions } from "./worker-options.ts";
import type { Attempt, LeaseKeeper } from "./lease-keeper.ts";
import type { WorkOutcome } from "./worker.ts";

/** When work is tried again whose handler threw, which is a fault of the program. */
const FAULT_DELAY_MS = 30_000;
/** Between attempts to settle, doubling, while the store cannot be written. */
const SETTLE_RETRY_MS_FIRST = 250;
const SETTLE_RETRY_MS_MAX = 30_000;

/** Does attempts and settles them, however long the store takes to accept that. */
export class AttemptRunner {
  readonly #options: Pick<WorkerOptions, "work" | "handle" | "clock" | "onFault">;
  readonly #leases: LeaseKeeper;
  readonly #running = new Set<Promise<void>>();
  #bytes = 0;

  constructor(options: WorkerOptions, leases: LeaseKeeper) {
    this.#options = options;
    this.#leases = leases;
  }

  /** Payloads of what is under way. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Attempts that are not settled yet. */
  get count(): number {
    return this.#running.size;
  }

  /**
   * Does one attempt. `ended` is called when the handler is done, which is before its outcome is on the disk; `settled` when
   * that is so.
   */
  run(work: ClaimedWork, leaseEndMs: number, ended: (isThrottled: boolean) => void, settled: () => void): void {
    const attempt: Attempt = { work, abort: new AbortController(), leaseEndMs };
    this.#leases.hold(attempt);
    this.#bytes += work.payload.length;
    const running = this.#run(attempt, ended).finally(() => {
      this.#bytes -= work.payload.length;
      this.#leases.release(attempt);
      this.#running.delete(running);
      settled();
    });
    this.#running.add(running);
  }

  /** Waits until all that was begun is settled, but not longer than `graceMs`. */
  async settled(graceMs: number): Promise<void> {
    if (this.#running.size === 0 || graceMs <= 0) return;
    const { promise: late, resolve } = Promise.withResolvers<void>();
    const timer = this.#options.clock.after(graceMs, resolve, { keepAlive: true });
    await Promise.race([Promise.all(this.#running), late]);
    timer.cancel();
  }

  async #run(attempt: Attempt, ended: (isThrottled: boolean) => void): Promise<void> {
    const outcome = await this.#outcome(attempt);
    ended(outcome.outcome === "again" && outcome.isThrottled === true);
    await this.#settle(attempt, outcome);
  }

  async #outcome({ work, abort }: Attempt): Promise<WorkOutcome> {
    try {
      return await this.#options.handle(work, abort.signal);
    } catch (error) {
      this.#options.onFault(error);
      return { outcome: "again", visibleAtMs: this.#options.clock.nowMs() + FAULT_DELAY_MS, state: work.state };
    }
  }

  async #settle(attempt: Attempt, outcome: WorkOutcome): Promise<void> {
    const settlement = settlementOf(attempt.work, outcome);
    for (let delayMs = SETTLE_RETRY_MS_FIRST; ; delayMs = Math.min(delayMs * 2, SETTLE_RETRY_MS_MAX)) {
      // Lost to another, who does it again; or the worker has stopped, and the next one will.
      if (!this.#leases.holds(attempt)) return;
      try {
        await this.#options.work.settle([settlement]);
        return;
      } catch (error) {
        if (delayMs === SETTLE_RETRY_MS_FIRST) this.#options.onFault(error);
      }
      await this.#options.clock.sleep(delayMs);
    }
  }
}

function settlementOf({ queue, id, epoch }: ClaimedWork, outcome: WorkOutcome): Settlement {
  const following = outcome.following === undefined ? {} : { following: outcome.following };
  const work = { queue, id, epoch };
  return outcome.outcome === "done"
    ? { work, outcome: "done", ...following }
    : { work, outcome: "again", visibleAtMs: outcome.visibleAtMs, state: outcome.state, ...following };
}
