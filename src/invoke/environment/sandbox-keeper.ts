import type { Clock } from "../../base/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import type { GuestRuntime } from "./guest-runtime.ts";
import { MemoryPeak } from "./memory-peak.ts";

/** How long the output of killed processes may take to end. */
const DRAIN_MS = 200;

/** What an environment asks of its sandbox beside running programs, in an order that the sandbox can follow. */
export class SandboxKeeper {
  readonly sandbox: Sandbox;
  readonly peak: MemoryPeak;
  readonly #clock: Clock;
  readonly #onFault: (error: unknown) => void;
  #throttling: Promise<void> = Promise.resolve();
  #freezing: Promise<void> | undefined;

  constructor(sandbox: Sandbox, clock: Clock, onFault: (error: unknown) => void) {
    this.sandbox = sandbox;
    this.peak = new MemoryPeak(clock);
    this.#clock = clock;
    this.#onFault = onFault;
  }

  /** Not awaited by anybody: it only makes the guest slower, and no event need wait for that. */
  throttle(): void {
    this.#throttling = this.sandbox.throttle().catch(this.#onFault);
  }

  freeze(): void {
    this.#freezing = this.sandbox.freeze().catch(this.#onFault);
  }

  get isFrozen(): boolean {
    return this.#freezing !== undefined;
  }

  /** False when the sandbox cannot be thawed, which is reported, and it is of no use any more. */
  async tryThaw(): Promise<boolean> {
    try {
      await this.#thaw();
      return true;
    } catch (error) {
      this.#onFault(error);
      return false;
    }
  }

  async #thaw(): Promise<void> {
    await this.#freezing;
    await this.sandbox.thaw();
    this.#freezing = undefined;
  }

  /**
   * Kills every process, waits for the rest of the runtime's output, and lifts the processor limit. Returns early when
   * the sandbox goes away meanwhile.
   */
  async wipe(runtime: GuestRuntime | undefined): Promise<void> {
    await Promise.race([this.#wipe(runtime), this.sandbox.gone]);
  }

  async #wipe(runtime: GuestRuntime | undefined): Promise<void> {
    await this.#throttling;
    await this.peak.read(this.sandbox);
    if (this.isFrozen) await this.#thaw();
    await runtime?.startEnded();
    await this.sandbox.killAll();
    if (runtime !== undefined) await this.#outputEnds(runtime);
    await this.sandbox.unthrottle();
  }

  /** Removes the sandbox. Whatever goes wrong is reported, not thrown. */
  async destroy(): Promise<void> {
    await this.sandbox.destroy().catch(this.#onFault);
  }

  async #outputEnds(runtime: GuestRuntime): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = this.#clock.after(DRAIN_MS, late.resolve);
    await Promise.race([runtime.outputEnded(), late.promise]);
    timer.cancel();
  }
}
