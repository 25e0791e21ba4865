/** A timer that can be called off. `cancel` after it fired does nothing. */
export interface Timer {
  cancel(): void;
}

/**
 * Time as a port, so that retries, time-outs and schedules are tested without sleeping.
 * Epoch times are in milliseconds since 1970 and may jump; monotonic times never do.
 */
export interface Clock {
  /** Wall-clock time in epoch milliseconds. */
  nowMs(): number;
  /** Milliseconds from an arbitrary origin, fractional, never going back. For durations. */
  monotonicMs(): number;
  /** Calls `action` once after `delayMs`. A pending timer keeps the process alive only if `keepAlive`. */
  after(delayMs: number, action: () => void, options?: { keepAlive?: boolean }): Timer;
  /** Resolves after `delayMs`. */
  sleep(delayMs: number): Promise<void>;
}

/** The longest delay one native timer takes; longer ones are chained, or they would fire at once. */
const NATIVE_DELAY_MS_MAX = 2_147_483_647;

class SystemTimer implements Timer {
  #handle: NodeJS.Timeout;
  readonly #keepAlive: boolean;

  constructor(delayMs: number, action: () => void, keepAlive: boolean) {
    this.#keepAlive = keepAlive;
    this.#handle = this.#arm(delayMs, action);
  }

  #arm(delayMs: number, action: () => void): NodeJS.Timeout {
    const rest = delayMs - NATIVE_DELAY_MS_MAX;
    const handle =
      rest > 0
        ? setTimeout(() => {
            this.#handle = this.#arm(rest, action);
          }, NATIVE_DELAY_MS_MAX)
        : setTimeout(action, delayMs);
    if (!this.#keepAlive) handle.unref();
    return handle;
  }

  cancel(): void {
    clearTimeout(this.#handle);
  }
}

/** The machine's own clock. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after: (delayMs, action, options) => new SystemTimer(delayMs, action, options?.keepAlive ?? false),
  sleep: (delayMs) => new Promise((resolve) => setTimeout(resolve, delayMs)),
};
