import { InvokeError } from "../invoker.ts";
import type { InitPhase } from "../facts.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { ProcessExit, Sandbox } from "../../sandbox/index.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import { EnvironmentLog } from "./environment-log.ts";
import type { EnvironmentOwner, EnvironmentParts } from "./environment-parts.ts";
import type { EnvironmentEvent, EnvironmentState } from "./environment-state.ts";
import { nextEnvironmentState } from "./environment-state.ts";
import { EnvironmentTimers } from "./environment-timers.ts";
import { eventForGuest } from "./event-for-guest.ts";
import type { RuntimeEvents } from "./guest-runtime.ts";
import { GuestRuntime } from "./guest-runtime.ts";
import type { Invocation } from "./invocation.ts";
import { logStreamName, runtimeLaunch, sandboxSpec } from "./launch-plan.ts";
import { afterLoopTurn } from "./loop-turn.ts";
import type { Outcome } from "./outcome.ts";
import { exited, initTimedOut, sandboxLost, succeeded, timedOut } from "./outcome.ts";
import { SandboxKeeper } from "./sandbox-keeper.ts";

/** How long a runtime that reported a failed initialisation may take to exit by itself, so that its last words are kept. */
const EXIT_GRACE_MS = 300;
const READY: Outcome = succeeded(new Uint8Array());

/** One execution environment. See `environment-state.ts` for its life. */
export class Environment implements RuntimeEvents {
  readonly id: string;
  readonly #spec: LaunchSpec;
  readonly #parts: EnvironmentParts;
  readonly #owner: EnvironmentOwner<Environment>;
  readonly #log: EnvironmentLog;
  readonly #logStream: string;
  readonly #timers: EnvironmentTimers;
  #state: EnvironmentState = "booting";
  #keeper: SandboxKeeper | undefined;
  #runtime: GuestRuntime | undefined;
  #invocation: Invocation | undefined;
  #initStartedMs = 0;
  /** Of the init phase; taken by the first report. */
  #initDurationMs: number | undefined;
  /** What the runtime reported before its first `next`. */
  #initError: Outcome | undefined;
  /** The runtime exited after its invocation was over, while the log of it was being completed. */
  #runtimeIsLost = false;
  /** Why it was never of use. */
  #cause: unknown;

  constructor(spec: LaunchSpec, parts: EnvironmentParts, owner: EnvironmentOwner<Environment>) {
    const { clock, facts } = parts;
    this.id = parts.random.hex(16);
    this.#spec = spec;
    this.#parts = parts;
    this.#owner = owner;
    this.#logStream = logStreamName(spec, clock.nowMs(), this.id);
    this.#log = new EnvironmentLog({ spec, environmentId: this.id, logStream: this.#logStream }, facts, clock);
    this.#timers = new EnvironmentTimers(clock);
  }

  /** Whether it will be idle soon and by itself: booting, resetting, or answered no longer ago than `graceMs`. */
  isComing(graceMs: number): boolean {
    if (this.#state === "booting" || this.#state === "initialising" || this.#state === "resetting") return true;
    const answeredMs = this.#invocation?.answeredMs;
    return this.#state === "busy" && answeredMs !== undefined && this.#nowMs() - answeredMs < graceMs;
  }

  /** The one place where the state changes. What the table does not list is a defect, and thrown. */
  #move(event: EnvironmentEvent): void {
    const next = nextEnvironmentState(this.#state, event);
    if (next === undefined) throw new Error(`Environment ${this.id}: "${event}" is not allowed while ${this.#state}.`);
    this.#state = next;
  }

  #nowMs(): number {
    return this.#parts.clock.monotonicMs();
  }

  #fault(error: unknown): void {
    this.#parts.onFault(error, this.id);
  }

  /** Makes the sandbox and starts the runtime. Called once. */
  async boot(): Promise<void> {
    let sandbox: Sandbox;
    try {
      sandbox = await this.#parts.driver.create(sandboxSpec(this.#spec, this.id));
    } catch (error) {
      this.#move(this.#state === "booting" ? "createFailed" : "destroyed");
      return this.#owner.gone(this, error);
    }
    const keeper = new SandboxKeeper(sandbox, this.#parts.clock, (error) => this.#fault(error));
    this.#keeper = keeper;
    void sandbox.gone.then(() => this.#sandboxGone(keeper));
    if (this.#state !== "booting") return this.#destroy(keeper);
    this.#move("created");
    const { initTimeoutMs } = this.#parts;
    this.#timers.set("limit", initTimeoutMs, () => this.#initFails(initTimedOut(initTimeoutMs)));
    await this.#startRuntime(keeper, "init");
  }

  async #startRuntime(keeper: SandboxKeeper, phase: InitPhase): Promise<void> {
    const { clock, credentials } = this.#parts;
    this.#initStartedMs = this.#nowMs();
    this.#initError = undefined;
    this.#runtimeIsLost = false;
    this.#log.initStart(phase);
    const runtime = new GuestRuntime(keeper.sandbox, clock, this);
    this.#runtime = runtime;
    try {
      const launch = runtimeLaunch(this.#spec, this.#logStream, credentials(this.#spec));
      const failure = await runtime.start(keeper.sandbox, launch);
      if (failure !== undefined && runtime === this.#runtime) this.#initFails(failure);
    } catch (error) {
      if (runtime === this.#runtime) this.#breaks(error);
    }
  }

  #ready(runtime: GuestRuntime, keeper: SandboxKeeper, readyMs: number): void {
    if (runtime !== this.#runtime || this.#state !== "initialising") return;
    runtime.flush();
    this.#initDurationMs = readyMs - this.#initStartedMs;
    this.#log.initEnd("init", READY, this.#initDurationMs);
    keeper.throttle();
    this.#move("ready");
    this.#owner.idle(this);
  }

  /** The runtime that an invocation had to start is ready. */
  #readyWithin(invocation: Invocation, runtime: GuestRuntime, keeper: SandboxKeeper, readyMs: number): void {
    if (runtime !== this.#runtime || this.#state !== "busy") return;
    runtime.flush();
    this.#log.initEnd("invoke", READY, readyMs - this.#initStartedMs);
    keeper.throttle();
    this.#deliver(runtime, invocation);
  }

  #initFails(outcome: Outcome): void {
    if (this.#state === "busy") return this.#fail(outcome);
    if (this.#state !== "initialising") return;
    const durationMs = this.#nowMs() - this.#initStartedMs;
    this.#move("initFailed");
    void this.#reset(() => this.#log.initEnd("init", outcome, durationMs));
  }

  onNext(runtime: GuestRuntime): void {
    const keeper = this.#keeper;
    const invocation = this.#invocation;
    if (runtime !== this.#runtime || keeper === undefined) return;
    const nowMs = this.#nowMs();
    if (this.#state === "initialising") {
      this.#timers.cancel("limit");
      afterLoopTurn(() => this.#ready(runtime, keeper, nowMs));
    } else if (this.#state === "busy" && invocation !== undefined) {
      if (invocation.isDelivered) this.#invocationDone(runtime, keeper, invocation, nowMs);
      else afterLoopTurn(() => this.#readyWithin(invocation, runtime, keeper, nowMs));
    }
  }

  onAnswer(runtime: GuestRuntime, requestId: string, outcome: Outcome): void {
    const invocation = this.#invocation;
    if (runtime !== this.#runtime || invocation?.request.requestId !== requestId) return;
    invocation.answer(outcome, this.#nowMs());
  }

  onInitError(runtime: GuestRuntime, outcome: Outcome): void {
    if (runtime !== this.#runtime) return;
    this.#initError = outcome;
    this.#timers.set("exit", EXIT_GRACE_MS, () => this.#initFails(outcome));
  }

  onExit(runtime: GuestRuntime, exit: ProcessExit): void {
    if (runtime !== this.#runtime) return;
    const invocation = this.#invocation;
    if (this.#state === "initialising") {
      this.#initFails(this.#initError ?? exited(exit));
    } else if (this.#state === "idle") {
      this.#move("runtimeLost");
      void this.#reset(() => undefined);
    } else if (this.#state === "busy" && invocation !== undefined) {
      if (invocation.isDone) this.#runtimeIsLost = true;
      else if (invocation.startedMs === undefined) this.#handBack();
      else this.#fail(invocation.isDelivered ? exited(exit) : (this.#initError ?? exited(exit)));
    }
  }

  onOutput(record: TelemetryRecord): void {
    this.#log.output(record);
  }

  /** Waits for an event: freezes after a while, expires after a longer while. */
  park(): void {
    const { freezeDelayMs, keepAliveMs } = this.#parts;
    const expire = (): void => this.#owner.expired(this);
    if (freezeDelayMs === undefined || freezeDelayMs >= keepAliveMs || this.#runtime === undefined)
      return this.#timers.set("idle", keepAliveMs, expire);
    this.#timers.set("idle", freezeDelayMs, () => {
      this.#keeper?.freeze();
      this.#timers.set("idle", keepAliveMs - freezeDelayMs, expire);
    });
  }

  /** Gives it an event. It must be idle. */
  take(invocation: Invocation): void {
    const keeper = this.#keeper;
    this.#move("taken");
    this.#timers.cancel("idle");
    this.#invocation = invocation;
    if (keeper === undefined) this.#handBack();
    else if (keeper.isFrozen) void this.#thaw(keeper, invocation);
    else this.#run(keeper, invocation);
  }

  async #thaw(keeper: SandboxKeeper, invocation: Invocation): Promise<void> {
    try {
      await keeper.thaw();
      if (this.#invocation === invocation && this.#state === "busy") this.#run(keeper, invocation);
    } catch (error) {
      this.#fault(error);
      if (this.#invocation === invocation && this.#state === "busy") this.#handBack();
    }
  }

  /** The event has not begun: someone else may have it, and this environment is not trusted any more. */
  #handBack(): void {
    const invocation = this.#invocation;
    this.#invocation = undefined;
    this.drain();
    if (invocation !== undefined) this.#owner.handBack(invocation);
  }

  #run(keeper: SandboxKeeper, invocation: Invocation): void {
    const { timeoutMs } = this.#spec;
    invocation.begin(this.#nowMs(), this.#parts.clock.nowMs() + timeoutMs);
    this.#timers.set("limit", timeoutMs, () => this.#fail(timedOut(timeoutMs)));
    if (this.#runtime === undefined) void this.#startRuntime(keeper, "invoke");
    else this.#deliver(this.#runtime, invocation);
  }

  #deliver(runtime: GuestRuntime, invocation: Invocation): void {
    invocation.isDelivered = true;
    this.#log.start(invocation);
    runtime.deliver(eventForGuest(invocation, this.#parts.random));
  }

  #invocationDone(runtime: GuestRuntime, keeper: SandboxKeeper, invocation: Invocation, doneMs: number): void {
    invocation.isDone = true;
    this.#timers.cancel("limit");
    afterLoopTurn(() => {
      if (this.#invocation !== invocation) return;
      runtime.flush();
      if (keeper.peak.isFresh) this.#finish(invocation, doneMs);
      else void keeper.peak.read(keeper.sandbox).then(() => this.#finish(invocation, doneMs));
    });
  }

  #finish(invocation: Invocation, doneMs: number): void {
    if (this.#invocation !== invocation || this.#state !== "busy") return;
    this.#conclude(invocation, invocation.outcome ?? sandboxLost(), doneMs);
    this.#move(this.#runtimeIsLost ? "failed" : "finished");
    if (this.#runtimeIsLost) void this.#reset(() => undefined);
    else this.#owner.idle(this);
  }

  /** The invocation ends without the runtime's consent. The caller is answered now; the log is complete after the reset. */
  #fail(outcome: Outcome): void {
    const invocation = this.#invocation;
    if (invocation === undefined || this.#state !== "busy") return;
    const endedMs = this.#nowMs();
    invocation.answer(outcome, endedMs);
    this.#move("failed");
    void this.#reset(() => this.#conclude(invocation, outcome, endedMs));
  }

  /** Completes the log of an invocation, with what it lacks of its beginning, and lets go of it. */
  #conclude(invocation: Invocation, outcome: Outcome, endedMs: number): void {
    if (!invocation.isDelivered) {
      this.#log.initEnd("invoke", outcome, endedMs - this.#initStartedMs);
      this.#log.start(invocation);
    }
    const durationMs = Math.min(endedMs - (invocation.startedMs ?? endedMs), this.#spec.timeoutMs);
    const maxMemoryUsedMib = this.#keeper?.peak.mib ?? 0;
    this.#log.end(invocation, outcome, { durationMs, initDurationMs: this.#initDurationMs, maxMemoryUsedMib });
    this.#initDurationMs = undefined;
    if (this.#invocation === invocation) this.#invocation = undefined;
    invocation.conclude(outcome, endedMs);
  }

  /** Kills everything, completes the log by `conclude`, and makes the sandbox ready for a new runtime. */
  async #reset(conclude: () => void): Promise<void> {
    const runtime = this.#runtime;
    this.#runtime = undefined;
    this.#timers.cancelAll();
    runtime?.close();
    const fault = await this.#keeper?.wipe(runtime).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    runtime?.flush();
    conclude();
    if (this.#state !== "resetting") return;
    if (fault !== undefined) return this.#breaks(fault.error);
    this.#move("wiped");
    this.#owner.idle(this);
  }

  /** The sandbox cannot do what it must, although it may still exist. */
  #breaks(error: unknown): void {
    if (this.#state === "initialising") this.#cause = error;
    const reason = error instanceof Error ? error.message : String(error);
    this.#invocation?.refuse(new InvokeError("sandbox-unavailable", reason, { cause: error }));
    this.#fault(error);
    this.drain();
  }

  /** Ends it, whatever it is doing. An invocation in flight is refused. */
  drain(): void {
    if (this.#state === "draining" || this.#state === "gone") return;
    this.#move("drain");
    this.#timers.cancelAll();
    this.#runtime?.flush();
    this.#runtime?.close();
    this.#invocation?.refuse(new InvokeError("stopping", "The server stopped before the invocation ended."));
    this.#invocation = undefined;
    if (this.#keeper !== undefined) this.#destroy(this.#keeper);
  }

  #destroy(keeper: SandboxKeeper): void {
    void keeper.destroy().then(() => this.#end("destroyed"));
  }

  #end(event: "destroyed" | "died"): void {
    if (this.#state !== "draining") return;
    this.#move(event);
    this.#owner.gone(this, this.#cause);
  }

  #sandboxGone(keeper: SandboxKeeper): void {
    const state = this.#state;
    if (state === "draining") return this.#end("died");
    if (state === "gone" || state === "booting") return;
    const invocation = this.#invocation;
    this.#timers.cancelAll();
    this.#runtime?.close();
    this.#move("died");
    // Whatever is left of it, such as its cgroups, is the driver's to remove.
    void keeper.destroy();
    if (state === "busy" && invocation !== undefined) this.#lose(invocation);
    if (state === "initialising") this.#cause = new Error("The sandbox broke while the function initialised.");
    this.#owner.gone(this, this.#cause);
  }

  #lose(invocation: Invocation): void {
    if (invocation.startedMs === undefined) return this.#owner.handBack(invocation);
    const endedMs = this.#nowMs();
    const outcome = invocation.isDone ? (invocation.outcome ?? sandboxLost()) : sandboxLost();
    invocation.answer(outcome, endedMs);
    afterLoopTurn(() => {
      this.#runtime?.flush();
      this.#conclude(invocation, outcome, endedMs);
    });
  }
}
