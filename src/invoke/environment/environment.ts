import { InvokeError, sandboxUnavailable } from "../invoker.ts";
import type { InitPhase } from "../facts.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import { EnvironmentLog } from "./environment-log.ts";
import type { EnvironmentOwner, EnvironmentParts } from "./environment-parts.ts";
import type { EnvironmentState } from "./environment-state.ts";
import { EnvironmentTimers } from "./environment-timers.ts";
import { eventForGuest } from "./event-for-guest.ts";
import type { Guest } from "./guest.ts";
import type { RuntimeEvents } from "./guest-runtime.ts";
import type { EnvironmentPlan, Place } from "./environment-plan.ts";
import { findPlace, InitializationFailed, initLimitMs, startGuest } from "./initialization.ts";
import type { Invocation } from "./invocation.ts";
import { LifeCycle } from "./life-cycle.ts";
import { afterLoopTurn } from "./loop-turn.ts";
import { INIT_SUCCEEDED, initTimedOut, type Outcome, sandboxLost, timedOut } from "./outcome.ts";
import { Outlook } from "./outlook.ts";
import { SandboxKeeper } from "./sandbox-keeper.ts";

/**
 * One execution environment. See `environment-state.ts` for its life. A provisioned one is always initialised while it is
 * idle: it waits for as long as it lives, and after a failure it ends, for its owner to replace it.
 */
export class Environment implements RuntimeEvents {
  readonly id: string;
  readonly isProvisioned: boolean;
  readonly outlook: Outlook;
  readonly #plan: EnvironmentPlan;
  readonly #parts: EnvironmentParts;
  readonly #owner: EnvironmentOwner<Environment>;
  readonly #log: EnvironmentLog;
  readonly #timers: EnvironmentTimers;
  readonly #life: LifeCycle;
  #keeper: SandboxKeeper | undefined;
  #guest: Guest | undefined;
  /** Why it was never of use. */
  #cause: unknown;

  constructor(plan: EnvironmentPlan, parts: EnvironmentParts, owner: EnvironmentOwner<Environment>) {
    this.id = parts.random.hex(16);
    this.isProvisioned = plan.initialization === "provisioned-concurrency";
    this.#plan = plan;
    this.#parts = parts;
    this.#owner = owner;
    this.#log = new EnvironmentLog(plan, this.id, parts.facts, parts.clock);
    this.#timers = new EnvironmentTimers(parts.clock);
    this.#life = new LifeCycle(this.id);
    this.outlook = new Outlook(parts, this.#life, this.isProvisioned);
  }

  get #state(): EnvironmentState {
    return this.#life.state;
  }

  #nowMs(): number {
    return this.#parts.clock.monotonicMs();
  }

  #fault(error: unknown): void {
    this.#parts.onFault(error, this.id);
  }

  /** Makes the sandbox and starts the runtime. Called once. */
  async boot(): Promise<void> {
    let place: Place;
    try {
      place = await findPlace(this.#plan, this.#parts, this.#log);
    } catch (error) {
      this.#life.move(this.#state === "booting" ? "createFailed" : "destroyed");
      return this.#owner.gone(this, error);
    }
    const keeper = new SandboxKeeper(place.sandbox, this.#parts.clock, (error) => this.#fault(error));
    this.#keeper = keeper;
    void place.sandbox.gone.then(() => this.#sandboxGone(keeper));
    if (this.#state !== "booting") return this.#destroy(keeper, undefined);
    this.#life.arrive(place.stem !== undefined);
    const limitMs = initLimitMs(this.#plan, this.#parts);
    this.#timers.set("limit", limitMs, () => this.onInitFails(initTimedOut(limitMs)));
    this.#startRuntime(place, "init");
  }

  #startRuntime(place: Place, phase: InitPhase): void {
    this.#guest = startGuest(this.#plan, this.#parts, place, this.#log, this);
    this.#log.initStart(phase, this.outlook.invocation); // extensions hear of it
  }

  /** In the init phase, or within the invocation that had to start the runtime. */
  onReady(readyMs: number): void {
    const invocation = this.outlook.invocation;
    this.#log.initEnd(invocation === undefined ? "init" : "invoke", INIT_SUCCEEDED, readyMs);
    if (invocation !== undefined) this.#deliver(invocation);
    else {
      this.#timers.cancel("limit");
      this.#life.move("ready");
      this.#owner.idle(this);
    }
    // The event need not wait for this.
    if (this.#state === "busy" || this.#state === "idle") this.#keeper?.throttle();
  }

  onInitFails(outcome: Outcome): void {
    if (this.#state === "busy") return this.#fail(outcome);
    const endedMs = this.#nowMs();
    if (this.isProvisioned) this.#cause = new InitializationFailed(outcome);
    this.#life.move("initFailed");
    void this.#reset(() => this.#log.initEnd("init", outcome, endedMs));
  }

  onAnswer(requestId: string, outcome: Outcome): void {
    if (this.outlook.invocation?.request.requestId === requestId)
      this.outlook.invocation.answer(outcome, this.#nowMs());
  }

  onExit(outcome: Outcome): void {
    if (this.#state === "idle") {
      this.#life.move("runtimeLost");
      void this.#reset(() => undefined);
    } else if (this.outlook.invocation?.startedMs === undefined) {
      this.#handBack();
    } else if (!this.outlook.invocation.isDone) {
      this.#fail(outcome);
    }
  }

  onBreaks(error: unknown): void {
    if (this.#state === "initialising") this.#cause = error;
    this.outlook.invocation?.refuse(sandboxUnavailable(error));
    this.#fault(error);
    this.drain();
  }

  onOutput(record: TelemetryRecord): void {
    this.#log.output(record);
  }

  /** Waits for an event: freezes after a while, expires after a longer while, or when it has become too old. */
  park(): void {
    const { freezeDelayMs, keepAliveMs } = this.#parts;
    if (freezeDelayMs !== undefined && this.#guest !== undefined)
      this.#timers.set("freeze", freezeDelayMs, () => this.#keeper?.freeze());
    const expiryMs = Math.min(this.isProvisioned ? Infinity : keepAliveMs, this.outlook.restMs);
    this.#timers.set("expiry", expiryMs, () => this.#owner.expired(this));
  }

  /** Gives it an event. It must be idle. */
  take(invocation: Invocation): void {
    const keeper = this.#keeper;
    this.#life.move("taken");
    this.#timers.cancel("freeze");
    this.#timers.cancel("expiry");
    this.outlook.invocation = invocation;
    if (keeper === undefined) this.#handBack();
    else if (keeper.isFrozen) void this.#thaw(keeper, invocation);
    else this.#run(keeper, invocation);
  }

  async #thaw(keeper: SandboxKeeper, invocation: Invocation): Promise<void> {
    const isThawed = await keeper.tryThaw();
    if (this.outlook.invocation !== invocation || this.#state !== "busy") return;
    if (isThawed) this.#run(keeper, invocation);
    else this.#handBack();
  }

  /** The event has not begun: someone else may have it, and this environment is not trusted any more. */
  #handBack(): void {
    const invocation = this.outlook.invocation;
    this.outlook.invocation = undefined;
    this.drain();
    if (invocation !== undefined) this.#owner.handBack(invocation);
  }

  #run(keeper: SandboxKeeper, invocation: Invocation): void {
    const { timeoutMs } = this.#plan.spec;
    invocation.begin(this.#nowMs(), this.#parts.clock.nowMs() + timeoutMs);
    this.#timers.set("limit", timeoutMs, () => this.#fail(timedOut(timeoutMs)));
    if (this.#guest === undefined) this.#startRuntime({ sandbox: keeper.sandbox, stem: undefined }, "invoke");
    else this.#deliver(invocation);
  }

  #deliver(invocation: Invocation): void {
    invocation.deliveredMs = this.#nowMs();
    this.#guest?.deliver(eventForGuest(invocation, this.#parts.random), invocation);
    this.#log.start(invocation);
  }

  onDone(doneMs: number): void {
    const invocation = this.outlook.invocation;
    const keeper = this.#keeper;
    if (invocation === undefined || keeper === undefined) return;
    invocation.isDone = true;
    this.#timers.cancel("limit");
    afterLoopTurn(() => {
      if (this.outlook.invocation !== invocation) return;
      this.#guest?.flush();
      if (keeper.peak.isFresh) this.#finish(invocation, doneMs);
      else void keeper.peak.read(keeper.sandbox).then(() => this.#finish(invocation, doneMs));
    });
  }

  #finish(invocation: Invocation, doneMs: number): void {
    if (this.outlook.invocation !== invocation || this.#state !== "busy") return;
    this.#conclude(invocation, invocation.outcome ?? sandboxLost(), doneMs);
    this.outlook.servedMs = doneMs - (invocation.startedMs ?? doneMs);
    const isLost = this.#guest?.hasExited === true;
    this.#life.move(isLost ? "failed" : "finished");
    if (isLost) void this.#reset(() => undefined);
    else this.#owner.idle(this);
  }

  /** The invocation ends without the runtime's consent. The caller is answered now; the log is complete after the reset. */
  #fail(outcome: Outcome): void {
    const invocation = this.outlook.invocation;
    if (invocation === undefined || this.#state !== "busy") return;
    const endedMs = this.#nowMs();
    invocation.answer(outcome, endedMs);
    this.outlook.invocation = undefined;
    this.#life.move("failed");
    this.#guest?.breakOff(outcome, endedMs);
    void this.#reset(() => this.#conclude(invocation, outcome, endedMs));
  }

  /** Completes the log of an invocation and lets go of it. */
  #conclude(invocation: Invocation, outcome: Outcome, endedMs: number): void {
    this.#log.end(invocation, outcome, endedMs, this.#keeper?.peak.mib ?? 0);
    if (this.outlook.invocation === invocation) this.outlook.invocation = undefined;
    invocation.conclude(outcome, endedMs);
  }

  /** Kills everything, completes the log by `conclude`, and makes the sandbox ready for a new runtime. */
  async #reset(conclude: () => void): Promise<void> {
    this.#owner.unavailable(this);
    const guest = this.#guest;
    this.#guest = undefined;
    this.#timers.cancelAll();
    guest?.close("failure");
    const fault = await this.#keeper?.wipe(guest).then(
      () => undefined,
      (error: unknown) => ({ error }),
    );
    guest?.flush();
    conclude();
    if (this.#state !== "resetting") return;
    if (fault !== undefined) return this.onBreaks(fault.error);
    if (this.isProvisioned) return this.drain();
    this.#life.move("wiped");
    this.#owner.idle(this);
  }

  /** Ends it, whatever it is doing. An invocation in flight that has no answer yet is refused. */
  drain(): void {
    if (this.#state === "draining" || this.#state === "gone") return;
    const invocation = this.outlook.invocation;
    this.#life.move("drain");
    this.#timers.cancelAll();
    this.#guest?.flush();
    this.#guest?.close("spindown");
    if (invocation?.outcome === undefined)
      invocation?.refuse(new InvokeError("stopping", "The server stopped before the invocation ended."));
    if (invocation?.startedMs !== undefined)
      this.#conclude(invocation, invocation.outcome ?? sandboxLost(), this.#nowMs());
    this.outlook.invocation = undefined;
    if (this.#keeper !== undefined) this.#destroy(this.#keeper, this.#guest);
  }

  #destroy(keeper: SandboxKeeper, guest: Guest | undefined): void {
    void keeper.destroy(guest).then(() => this.#end("destroyed"));
  }

  #end(event: "destroyed" | "died"): void {
    if (this.#state !== "draining") return;
    this.#life.move(event);
    this.#owner.gone(this, this.#cause);
  }

  #sandboxGone(keeper: SandboxKeeper): void {
    const state = this.#state;
    if (state === "draining") return this.#end("died");
    if (state === "gone" || state === "booting") return;
    const invocation = this.outlook.invocation;
    this.#timers.cancelAll();
    this.#guest?.close("failure");
    this.#life.move("died");
    // Whatever is left of it, such as its cgroups, is the driver's to remove.
    void keeper.destroy(this.#guest);
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
      this.#guest?.flush();
      this.#conclude(invocation, outcome, endedMs);
    });
  }
}
