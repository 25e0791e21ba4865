/** What became of one operation of a commit. */
export type LaneOutcome<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly error: Error };

/** Commits operations together, with one outcome for each. Rejects when none was done. */
export type LaneCommit<Op, Result> = (ops: readonly Op[]) => Promise<readonly LaneOutcome<Result>[]>;

interface Pending<Op, Result> {
  readonly op: Op;
  readonly bytes: number;
  resolve(value: Result): void;
  reject(error: Error): void;
}

/** What limits a lane. */
export interface LaneLimits {
  /** Operations, and bytes of them, that are committed together. */
  readonly opsPerCommit: number;
  readonly bytesPerCommit: number;
  /** Bytes that may wait; beyond it operations are refused with `overflow`. */
  readonly bytesWaiting: number;
  overflow(): Error;
}

/**
 * Operations on their way to whoever writes. What comes in while a commit is under way goes out together with the
 * next one, so the more writers there are, the cheaper each write gets.
 */
export class Lane<Op, Result = number> {
  readonly #commit: LaneCommit<Op, Result>;
  readonly #limits: LaneLimits;
  #pending: Pending<Op, Result>[] = [];
  #bytes = 0;
  #running: Promise<void> | undefined;

  constructor(commit: LaneCommit<Op, Result>, limits: LaneLimits) {
    this.#commit = commit;
    this.#limits = limits;
  }

  /** Resolves with what the operation returned, once it is committed. */
  submit(op: Op, bytes: number): Promise<Result> {
    if (this.#bytes > 0 && this.#bytes + bytes > this.#limits.bytesWaiting)
      return Promise.reject(this.#limits.overflow());
    this.#bytes += bytes;
    return new Promise((resolve, reject) => {
      this.#pending.push({ op, bytes, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** Resolves once nothing waits. */
  async settled(): Promise<void> {
    while (this.#running !== undefined) await this.#running;
  }

  async #run(): Promise<void> {
    // Everything that is submitted in this turn of the event loop's microtasks goes into the first commit.
    await Promise.resolve();
    while (this.#pending.length > 0) await this.#commitOnce(this.#take());
    this.#running = undefined;
  }

  async #commitOnce(batch: readonly Pending<Op, Result>[]): Promise<void> {
    try {
      const outcomes = await this.#commit(batch.map(({ op }) => op));
      batch.forEach((pending, index) => settle(pending, outcomes[index]));
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      for (const pending of batch) pending.reject(cause);
    } finally {
      for (const { bytes } of batch) this.#bytes -= bytes;
    }
  }

  #take(): readonly Pending<Op, Result>[] {
    let count = 0;
    for (let bytes = 0; count < Math.min(this.#pending.length, this.#limits.opsPerCommit); count++) {
      bytes += this.#pending[count]?.bytes ?? 0;
      if (count > 0 && bytes > this.#limits.bytesPerCommit) break;
    }
    const batch = this.#pending.slice(0, count);
    this.#pending = this.#pending.slice(count);
    return batch;
  }
}

function settle<Op, Result>(pending: Pending<Op, Result>, outcome: LaneOutcome<Result> | undefined): void {
  if (outcome === undefined) pending.reject(new Error("the writer gave no answer to an operation"));
  else if (outcome.ok) pending.resolve(outcome.value);
  else pending.reject(outcome.error);
}
