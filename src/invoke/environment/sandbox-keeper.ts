import type { Clock } from "../../base/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import type { Guest } from "./guest.ts";
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
   * Lets extensions end, kills every process, waits for the rest of their output, and lifts the processor limit. Returns early when
   * the sandbox goes away meanwhile.
   */
  async wipe(guest: Guest | undefined): Promise<void> {
    await Promise.race([this.#wipe(guest), this.sandbox.gone]);
  }

  async #wipe(guest: Guest | undefined): Promise<void> {
    await this.#throttling;
    await this.peak.read(this.sandbox);
    if (this.isFrozen) await this.#thaw();
    await guest?.startEnded();
    await guest?.leave();
    await this.sandbox.killAll();
    if (guest !== undefined) await this.#outputEnds(guest);
    await this.sandbox.unthrottle();
  }

  /** Lets the extensions of a closed guest end, and removes the sandbox. Whatever goes wrong is reported, not thrown. */
  async destroy(guest: Guest | undefined): Promise<void> {
    if (guest?.takesLeave === true)
      await Promise.race([this.#takeLeave(guest), this.sandbox.gone]).catch(this.#onFault);
    await this.sandbox.destroy().catch(this.#onFault);
  }

  async #takeLeave(guest: Guest): Promise<void> {
    await this.#throttling;
    if (this.isFrozen) await this.#thaw();
    await guest.startEnded();
    await guest.leave();
  }

  async #outputEnds(guest: Guest): Promise<void> {
    const late = Promise.withResolvers<void>();
    const timer = this.#clock.after(DRAIN_MS, late.resolve);
    await Promise.race([guest.outputEnded(), late.promise]);
    timer.cancel();
  }
}
