import type { Clock, Timer } from "../base/index.ts";
import type { ClaimedWork, WorkQueue } from "../store/index.ts";

/** One attempt at work that is held. */
export interface Attempt {
  readonly work: ClaimedWork;
  readonly abort: AbortController;
  leaseEndMs: number;
}

/** Renews the leases of what is under way, well before they end. */
export class LeaseKeeper {
  readonly #queue: WorkQueue;
  readonly #clock: Clock;
  readonly #leaseMs: number;
  readonly #onFault: (error: unknown) => void;
  readonly #held = new Set<Attempt>();
  #timer: Timer | undefined;

  constructor(queue: WorkQueue, clock: Clock, leaseMs: number, onFault: (error: unknown) => void) {
    this.#queue = queue;
    this.#clock = clock;
    this.#leaseMs = leaseMs;
    this.#onFault = onFault;
  }

  newLeaseEndMs(): number {
    return this.#clock.nowMs() + this.#leaseMs;
  }

  hold(attempt: Attempt): void {
    this.#held.add(attempt);
    this.#arm();
  }

  release(attempt: Attempt): void {
    this.#held.delete(attempt);
  }

  /** Whether the work is still ours to settle. */
  holds(attempt: Attempt): boolean {
    return this.#held.has(attempt);
  }

  /** Renews no more, and tells all attempts that nobody waits for them. */
  close(): void {
    this.#timer?.cancel();
    for (const { abort } of this.#held) abort.abort();
    this.#held.clear();
  }

  #arm(): void {
    if (this.#timer !== undefined || this.#held.size === 0) return;
    this.#timer = this.#clock.after(Math.ceil(this.#leaseMs / 3), () => {
      void this.#renew().finally(() => {
        this.#timer = undefined;
        this.#arm();
      });
    });
  }

  async #renew(): Promise<void> {
    const soonMs = this.#clock.nowMs() + (this.#leaseMs * 2) / 3;
    const due = [...this.#held].filter(({ leaseEndMs }) => leaseEndMs <= soonMs);
    if (due.length === 0) return;
    const leaseEndMs = this.newLeaseEndMs();
    try {
      const kept = await this.#queue.renew(
        due.map(({ work }) => work),
        leaseEndMs,
      );
      due.forEach((attempt, index) => this.#renewed(attempt, kept[index] === true, leaseEndMs));
    } catch (error) {
      // Tried again with the next round; there are two before the lease ends.
      this.#onFault(error);
    }
  }

  #renewed(attempt: Attempt, isKept: boolean, leaseEndMs: number): void {
    attempt.leaseEndMs = leaseEndMs;
    if (!isKept && this.#held.delete(attempt)) attempt.abort.abort();
  }
}
