/** Removes what was deleted, step after step in the background; one round at a time. */
export class Collector {
  readonly #step: () => Promise<number>;
  readonly #onFailure: (error: unknown) => void;
  #running: Promise<void> | undefined;
  #stopped = false;

  /** `step` resolves with zero when nothing is left. What stops a round is told to `onFailure`; the next round tries again. */
  constructor(step: () => Promise<number>, onFailure: (error: unknown) => void) {
    this.#step = step;
    this.#onFailure = onFailure;
  }

  /** Starts a round, unless one is under way, which then sees what is new as well. */
  start(): void {
    if (this.#stopped) return;
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#running;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stopped && (await this.#step()) > 0);
    } catch (error) {
      this.#onFailure(error);
    } finally {
      this.#running = undefined;
    }
  }
}
