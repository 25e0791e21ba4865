import type { Clock, Timer } from "../../../base/index.ts";

/** One who looks for messages of a queue and may wait for them. */
export interface Visit {
  /** Call it before looking; `wait` then knows what happened since. */
  look(): void;
  /**
   * Resolves with true when there may be something, with false when `endMs` (monotonic) has come, the client is gone, or the
   * server stops. `nextVisibleMs` is when something becomes visible by itself, as far as was seen.
   */
  wait(endMs: number, nextVisibleMs: number | undefined, signal: AbortSignal): Promise<boolean>;
  /** Says that messages were found, and leaves the others to the next in line. */
  found(): void;
  leave(): void;
}

/** Those who wait for messages of one queue; exists as long as anyone is in it. */
export class WaitingRoom {
  readonly #clock: Clock;
  readonly #emptied: () => void;
  readonly #waiters = new Set<(there: boolean) => void>();
  #visitors = 0;
  /** Rises whenever something became visible. */
  #news = 0;
  #timer: Timer | undefined;
  #dueMs = Number.POSITIVE_INFINITY;
  #stopped = false;

  constructor(clock: Clock, emptied: () => void) {
    this.#clock = clock;
    this.#emptied = emptied;
  }

  enter(): Visit {
    this.#visitors += 1;
    let seen = this.#news;
    // Woken, and has not looked since: if it goes, another must.
    let owes = false;
    return {
      look: () => {
        seen = this.#news;
        owes = false;
      },
      wait: async (endMs, nextVisibleMs, signal) => {
        if (this.#stopped || signal.aborted) return false;
        if (this.#news !== seen) return true;
        if (nextVisibleMs !== undefined) this.due(nextVisibleMs);
        const there = await this.#wait(endMs, signal);
        owes = there;
        return there;
      },
      found: () => this.wake(1),
      leave: () => {
        this.#visitors -= 1;
        if (owes) this.wake(1);
        if (this.#visitors === 0) this.#close();
      },
    };
  }

  /** Wakes as many as there are messages, first come, first served. */
  wake(messages: number): void {
    this.#news += 1;
    let left = messages;
    for (const waiter of this.#waiters) {
      if (left <= 0) return;
      left -= 1;
      waiter(true);
    }
  }

  due(atMs: number): void {
    if (atMs >= this.#dueMs || this.#visitors === 0) return;
    this.#timer?.cancel();
    this.#dueMs = atMs;
    this.#timer = this.#clock.after(Math.max(0, atMs - this.#clock.nowMs()), () => {
      this.#dueMs = Number.POSITIVE_INFINITY;
      this.wake(1);
    });
  }

  stop(): void {
    this.#stopped = true;
    for (const waiter of this.#waiters) waiter(false);
  }

  #wait(endMs: number, signal: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (there: boolean): void => {
        this.#waiters.delete(settle);
        timer.cancel();
        signal.removeEventListener("abort", gone);
        resolve(there);
      };
      const gone = (): void => settle(false);
      const timer = this.#clock.after(Math.max(0, endMs - this.#clock.monotonicMs()), gone);
      signal.addEventListener("abort", gone, { once: true });
      this.#waiters.add(settle);
    });
  }

  #close(): void {
    this.#timer?.cancel();
    this.#emptied();
  }
}
