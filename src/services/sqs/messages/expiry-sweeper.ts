import type { Clock, Timer } from "../../../base/index.ts";
import type { MessageStore } from "../../../store/index.ts";

/** The shortest retention is a minute (SQS quotas), so that nothing stays much longer than it should. */
const INTERVAL_MS = 60_000;

/** Removes messages that are too old or were forgotten, step after step, once a minute and when asked. */
export class ExpirySweeper {
  readonly #messages: MessageStore;
  readonly #clock: Clock;
  readonly #onFailure: (error: unknown) => void;
  #timer: Timer | undefined;
  #running: Promise<void> | undefined;
  #stopped = false;

  constructor(messages: MessageStore, clock: Clock, onFailure: (error: unknown) => void) {
    this.#messages = messages;
    this.#clock = clock;
    this.#onFailure = onFailure;
  }

  /** Begins a round, unless one is under way, and one a minute from then on. */
  begin(): void {
    if (this.#stopped) return;
    this.#timer?.cancel();
    this.#timer = this.#clock.after(INTERVAL_MS, () => this.begin());
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#timer?.cancel();
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stopped && (await this.#messages.expire(this.#clock.nowMs())) > 0);
    } catch (error) {
      this.#onFailure(error);
    } finally {
      this.#running = undefined;
    }
  }
}
