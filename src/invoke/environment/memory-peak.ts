import type { Clock } from "../../base/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";

/** How old a reading may be. Under load a reading serves many invocations; the peak only ever rises. */
const FRESH_MS = 20;
const MIB = 1_048_576;

/** The most memory an environment has used, as its REPORT lines show it. */
export class MemoryPeak {
  readonly #clock: Clock;
  #mib = 0;
  #readAtMs = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get mib(): number {
    return this.#mib;
  }

  get isFresh(): boolean {
    return this.#clock.monotonicMs() - this.#readAtMs < FRESH_MS;
  }

  /** Reads again. A sandbox that cannot tell any more keeps the last figure. */
  async read(sandbox: Sandbox): Promise<void> {
    const unknown = { memoryBytesPeak: 0 };
    const usage = await Promise.race([sandbox.usage(), sandbox.gone]).catch(() => unknown);
    this.#mib = Math.max(this.#mib, Math.ceil((usage ?? unknown).memoryBytesPeak / MIB));
    this.#readAtMs = this.#clock.monotonicMs();
  }
}
