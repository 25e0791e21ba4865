import type { Clock, Timer } from "../../base/index.ts";
import type { LogStore } from "../../store/index.ts";

/** Days that `PutRetentionPolicy` accepts (CloudWatch Logs API reference). */
export const RETENTION_DAYS: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
];

const HOUR_MS = 3_600_000;
/** Long enough after the start for the server to be up, short enough for a server that is restarted often. */
const FIRST_SWEEP_MS = 60_000;

/** Deletes events that are older than their group's retention, once an hour. */
export class RetentionSweeper {
  readonly #logs: LogStore;
  readonly #clock: Clock;
  readonly #onFailure: (error: unknown) => void;
  #timer: Timer | undefined;
  #sweeping: Promise<void> = Promise.resolve();

  constructor(logs: LogStore, clock: Clock, onFailure: (error: unknown) => void) {
    this.#logs = logs;
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  start(): void {
    this.#timer ??= this.#clock.after(FIRST_SWEEP_MS, () => this.#begin());
  }

  /** Resolves when a sweep that is under way has ended. */
  async stop(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    await this.#sweeping;
  }

  #begin(): void {
    this.#timer = this.#clock.after(HOUR_MS, () => this.#begin());
    this.#sweeping = this.#sweeping.then(() => this.#sweep());
  }

  async #sweep(): Promise<void> {
    try {
      await this.#logs.expire(this.#clock.nowMs());
    } catch (error) {
      this.#onFailure(error);
    }
  }
}
