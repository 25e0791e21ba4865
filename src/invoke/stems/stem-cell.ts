import type { Clock } from "../../base/index.ts";
import type { Mount, Sandbox, SandboxDriver } from "../../sandbox/index.ts";
import { GuestRuntime, type RuntimeEvents } from "../environment/guest-runtime.ts";
import { stemLaunch, stemSandboxSpec } from "../environment/launch-plan.ts";
import type { LaunchSpec } from "../launch-spec.ts";

/** What a stem cell is grown with. */
export interface StemParts {
  readonly driver: SandboxDriver;
  readonly clock: Clock;
}

/** A runtime that is not there by now never will be. */
const GROWTH_MS_MAX = 10_000;

/** A sandbox in which a language runs and waits, asleep or frozen, for a function of its shape. It is given one at most once. */
export class StemCell {
  readonly sandbox: Sandbox;
  readonly runtime: GuestRuntime;
  /** Resolves when it is of no use any more: its runtime ended, or its sandbox is gone. Of no meaning once assigned. */
  readonly spoilt: Promise<Error>;

  private constructor(sandbox: Sandbox, runtime: GuestRuntime, spoilt: Promise<Error>) {
    this.sandbox = sandbox;
    this.runtime = runtime;
    this.spoilt = spoilt;
  }

  /** Throws `SandboxError`, or what ended the runtime; then nothing is left. */
  static async grow(spec: LaunchSpec, id: string, { driver, clock }: StemParts): Promise<StemCell> {
    const sandbox = await driver.create(stemSandboxSpec(spec, id));
    const waiting = Promise.withResolvers<undefined>();
    const spoilt = Promise.withResolvers<Error>();
    const runtime = new GuestRuntime(sandbox, clock, watch(spoilt.resolve), () => waiting.resolve(undefined));
    void sandbox.gone.then(() => spoilt.resolve(new Error("The sandbox is gone.")));
    const late = clock.after(GROWTH_MS_MAX, () => spoilt.resolve(new Error("The runtime did not start in time.")));
    runtime.start(stemLaunch(spec));
    try {
      const error = await Promise.race([waiting.promise, spoilt.promise]);
      if (error !== undefined) throw error;
      if (spec.runtime.sleepsWhileWaiting !== true) await sandbox.freeze();
    } catch (error) {
      runtime.close();
      await sandbox.destroy();
      throw error;
    } finally {
      late.cancel();
    }
    return new StemCell(sandbox, runtime, spoilt.promise);
  }

  /**
   * Puts the function's folders in place while the runtime, awake, takes over the function's variables. It goes on once
   * it is assigned. Throws `SandboxError`, or what ended the runtime.
   *
   * @param environment makes the variables, which takes as long as the runtime needs to wake up
   */
  async prepare(mounts: readonly Mount[], environment: () => Readonly<Record<string, string>>): Promise<void> {
    if (this.sandbox.attach === undefined) throw new Error("This sandbox cannot be given a function.");
    const attached = this.sandbox.attach(mounts); // first, since it takes longest
    this.runtime.choose();
    const isReady = Promise.all([attached, this.sandbox.thaw(), this.#announce(environment)]);
    const error = await Promise.race([isReady.then(() => undefined), this.spoilt]);
    if (error !== undefined) throw error;
  }

  async #announce(environment: () => Readonly<Record<string, string>>): Promise<void> {
    this.runtime.announce(environment());
  }

  async discard(): Promise<void> {
    this.runtime.close();
    await this.sandbox.destroy();
  }
}

/** No function is there yet, so whatever the runtime does but wait is the end of it. */
function watch(spoil: (error: Error) => void): RuntimeEvents {
  const end = (what: string) => (): void => spoil(new Error(`The waiting runtime ${what}.`));
  return {
    onReady: end("asked for an event"),
    onInitFails: ({ errorType }) => end(`ended (${errorType ?? "without an error"})`)(),
    onAnswer: end("answered"),
    onDone: end("asked for an event"),
    onExit: end("ended"),
    onBreaks: (error) => spoil(error instanceof Error ? error : new Error(String(error))),
    onOutput: () => undefined, // how it ended says enough
  };
}
