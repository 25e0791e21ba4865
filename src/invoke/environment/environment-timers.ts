import type { Clock, Timer } from "../../base/index.ts";

/** What an environment may wait for: its time limit, and while idle its freezing and its end. */
export type TimerName = "limit" | "freeze" | "expiry";

/** The timers of one environment, at most one of each name. */
export class EnvironmentTimers {
  readonly #clock: Clock;
  readonly #timers: Record<TimerName, Timer | undefined> = {
    limit: undefined,
    freeze: undefined,
    expiry: undefined,
  };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Arms a timer in place of the one of the same name. */
  set(name: TimerName, delayMs: number, action: () => void): void {
    this.#timers[name]?.cancel();
    this.#timers[name] = this.#clock.after(delayMs, action);
  }

  cancel(name: TimerName): void {
    this.#timers[name]?.cancel();
    this.#timers[name] = undefined;
  }

  cancelAll(): void {
    this.cancel("limit");
    this.cancel("freeze");
    this.cancel("expiry");
  }
}
