import type { Clock, Timer } from "../../base/index.ts";
import type { BlankSandbox } from "./blank-sandbox.ts";
import { discard } from "./blank-sandbox.ts";

export interface BlankPoolOptions {
  /** How many are kept; 0 keeps none. */
  readonly size: number;
  readonly clock: Clock;
  readonly make: () => Promise<BlankSandbox>;
  readonly onDiagnostic: (message: string) => void;
}

/** A cold start that has just taken one needs the processors more than the pool does. */
const REFILL_DELAY_MS = 50;

/** Blank sandboxes made in advance, so that a sandbox costs a millisecond instead of ten. */
export class BlankPool {
  readonly #options: BlankPoolOptions;
  readonly #blanks: BlankSandbox[] = [];
  #timer: Timer | undefined;
  #making: Promise<void> | undefined;
  #isClosed = false;

  constructor(options: BlankPoolOptions) {
    this.#options = options;
  }

  /** Undefined when there is none: then the caller makes one. Either way the pool is filled up a little later. */
  take(): BlankSandbox | undefined {
    this.fillSoon();
    for (;;) {
      const blank = this.#blanks.shift();
      if (blank === undefined) return undefined;
      if (!blank.launcher.isGone) {
        blank.launcher.keepAlive(true);
        return blank;
      }
      this.#report(blank.release());
    }
  }

  fillSoon(): void {
    if (this.#isClosed || this.#options.size === 0 || this.#timer !== undefined) return;
    this.#timer = this.#options.clock.after(REFILL_DELAY_MS, () => {
      this.#timer = undefined;
      this.#making ??= this.#fill().finally(() => (this.#making = undefined));
      this.#report(this.#making);
    });
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#making?.catch(() => undefined); // it was reported
    await Promise.all(this.#blanks.splice(0).map(discard));
  }

  async #fill(): Promise<void> {
    while (!this.#isClosed && this.#blanks.length < this.#options.size) {
      const blank = await this.#options.make();
      await standing(blank);
      blank.launcher.keepAlive(false);
      this.#blanks.push(blank);
    }
  }

  #report(work: Promise<void>): void {
    work.catch((error: unknown) => this.#options.onDiagnostic(`No sandbox could be made in advance: ${String(error)}`));
  }
}

/** Resolves when it stands. What was taken for one that does not is given back. */
async function standing(blank: BlankSandbox): Promise<void> {
  try {
    await blank.reception;
  } catch (error) {
    await discard(blank);
    throw error;
  }
}
