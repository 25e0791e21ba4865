import type { Clock, Timer } from "../../base/index.ts";
import type { ExtensionsHost, NextInvocation } from "../../runtime-api/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import { type CrewEvents, ExtensionCrew, EXTENSIONS_MAX, type ShutdownReason } from "../extensions/extension-crew.ts";
import type { Extension } from "../extensions/extension.ts";
import {
  extensionExited,
  extensionFailed,
  extensionNotLaunched,
  tooManyExtensions,
} from "../extensions/extension-outcome.ts";
import { ExtensionProcess, launchErrorType } from "../extensions/extension-process.ts";
import { extensionVariables } from "../extensions/extension-variables.ts";
import { shutDown } from "../extensions/shut-down.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import type { EnvironmentLog } from "./environment-log.ts";
import type { EnvironmentParts } from "./environment-parts.ts";
import { GuestRuntime, type ResponseListener, type RuntimeEvents } from "./guest-runtime.ts";
import type { RuntimeLaunch } from "./launch-plan.ts";
import { afterLoopTurn } from "./loop-turn.ts";
import type { Outcome } from "./outcome.ts";

/** How long an extension that reported an error may take to exit by itself. */
const EXIT_GRACE_MS = 300;

/**
 * All that runs in a sandbox for a function, from one start to its end: the runtime and its extensions. External
 * extensions are started first, and the runtime once all of them have registered. An initialisation, or an invocation, is
 * over when the runtime and every extension wait for their next event. To the environment the whole is one runtime.
 */
export class Guest implements RuntimeEvents, CrewEvents {
  readonly #spec: LaunchSpec;
  readonly #clock: Clock;
  readonly #sandbox: Sandbox;
  readonly #log: EnvironmentLog;
  readonly #events: RuntimeEvents;
  readonly #runtime: GuestRuntime;
  readonly #crew: ExtensionCrew;
  readonly #processes: ExtensionProcess[] = [];
  readonly #registered = Promise.withResolvers<void>();
  #starting: Promise<void> | undefined;
  /** What ends when all extensions are ready. */
  #awaited: "ready" | "done" | undefined;
  #exitGrace: Timer | undefined;
  #isReady = false;
  #hasFailed = false;
  #endsFor: ShutdownReason | undefined;

  constructor(
    spec: LaunchSpec,
    { clock, random }: Pick<EnvironmentParts, "clock" | "random">,
    { sandbox, waiting }: { readonly sandbox: Sandbox; readonly waiting: GuestRuntime | undefined },
    log: EnvironmentLog,
    events: RuntimeEvents,
  ) {
    this.#spec = spec;
    this.#clock = clock;
    this.#sandbox = sandbox;
    this.#log = log;
    this.#events = events;
    this.#crew = new ExtensionCrew(spec, random, this);
    this.#runtime = waiting ?? new GuestRuntime(sandbox, clock, this);
  }

  /** Lets a runtime that waits for its function begin. What comes of it is told as events. */
  begin(): void {
    this.#runtime.assign(this);
  }

  /** Starts all programs. What comes of it is told as events. */
  start(launch: RuntimeLaunch): void {
    if ((this.#spec.extensions ?? []).length === 0) this.#runtime.start(launch);
    else this.#starting = this.#startAll(launch);
  }

  async #startAll(launch: RuntimeLaunch): Promise<void> {
    const variables = extensionVariables(launch.environment);
    for (const name of this.#spec.extensions ?? []) {
      if (!(await this.#startExtension(this.#crew.addExternal(name), variables))) return;
    }
    await this.#registered.promise;
    if (!this.#isClosed && !this.#hasFailed) this.#runtime.start(launch);
  }

  /** False when there is no use in starting more. */
  async #startExtension(extension: Extension, variables: Readonly<Record<string, string>>): Promise<boolean> {
    if (this.#crew.members.length > EXTENSIONS_MAX) {
      extension.fail("launchFailed", "TooManyExtensions");
      this.#fail(tooManyExtensions());
      return false;
    }
    const place = { sandbox: this.#sandbox, clock: this.#clock };
    try {
      const process = await ExtensionProcess.start(extension, variables, place, (record) =>
        this.#log.extensionOutput(record),
      );
      this.#processes.push(process);
      void process.exited.then((exit) => afterLoopTurn(() => this.#fail(extensionExited(extension, exit))));
    } catch (error) {
      this.#cannotLaunch(extension, error);
    }
    return !this.#isClosed && !this.#hasFailed;
  }

  #cannotLaunch(extension: Extension, error: unknown): void {
    const errorType = launchErrorType(error);
    if (errorType === undefined) {
      if (!this.#isClosed) this.#events.onBreaks(error);
      return;
    }
    extension.fail("launchFailed", errorType);
    const reason = errorType === "PermissionDenied" ? "permission denied" : "no such file or directory";
    this.#fail(extensionNotLaunched(extension.name, reason));
  }

  get #isClosed(): boolean {
    return this.#endsFor !== undefined;
  }

  /** Some program of it is no more. */
  get hasExited(): boolean {
    return this.#runtime.hasExited || this.#processes.some(({ hasExited }) => hasExited);
  }

  get extensions(): ExtensionsHost {
    return this.#crew;
  }

  /** Gives everyone the event. All of them are waiting. */
  deliver(event: NextInvocation, listener: ResponseListener): void {
    if (!this.#crew.isEmpty) this.#crew.invoke(event);
    this.#runtime.deliver(event, listener);
  }

  /** Emits unfinished lines of output. */
  flush(): void {
    this.#runtime.flush();
    for (const process of this.#processes) process.flush();
  }

  /** Resolves when no program is about to be started any more, so that killing all of them kills the last one, too. */
  async startEnded(): Promise<void> {
    await this.#starting;
    await this.#runtime.startEnded();
  }

  /** Resolves when no more output can come. */
  async outputEnded(): Promise<void> {
    await Promise.all([this.#runtime.outputEnded(), ...this.#processes.map((process) => process.outputEnded)]);
  }

  /** The invocation at hand has failed, of which extensions are told at once. */
  breakOff(outcome: Outcome, endedMs: number): void {
    if (this.takesLeave) this.#log.runtimeDone(endedMs, outcome);
    this.close(outcome.status === "timeout" ? "timeout" : "failure");
  }

  /** Tells the environment nothing any more; the first reason counts. With extensions, `leave` is to follow: they can call until then. */
  close(reason: ShutdownReason): void {
    if (!this.#isReady && !this.#isClosed) this.#log.extensions(this.#crew.members);
    this.#endsFor ??= reason;
    this.#exitGrace?.cancel();
    this.#registered.resolve();
    if (!this.takesLeave) this.#runtime.close();
  }

  /** There are extensions, which are told before all is killed. */
  get takesLeave(): boolean {
    return !this.#crew.isEmpty;
  }

  /** After `close` and `startEnded`: lets extensions end by themselves. Whatever is left then is to be killed. */
  async leave(): Promise<void> {
    if (this.#endsFor === undefined || !this.takesLeave) return;
    await shutDown(
      { crew: this.#crew, processes: this.#processes, runtime: this.#runtime },
      this.#endsFor,
      this.#clock,
    );
    this.#runtime.close();
  }

  onReady(readyMs: number): void {
    this.#crew.closeRegistration();
    this.#await("ready", readyMs);
  }

  onDone(doneMs: number): void {
    this.#await("done", doneMs);
  }

  #await(what: "ready" | "done", nowMs: number): void {
    if (this.#isClosed) return;
    if (this.#crew.areReady) return this.#tell(what, nowMs);
    this.#awaited = what;
    if (what === "done") this.#log.runtimeDone(nowMs);
  }

  onProgress(): void {
    if (this.#crew.areRegistered) this.#registered.resolve();
    if (this.#awaited === undefined || !this.#crew.areReady) return;
    const nowMs = this.#clock.monotonicMs();
    const what = this.#awaited;
    this.#awaited = undefined;
    // What extensions printed before they called is read first.
    afterLoopTurn(() => {
      if (!this.#isClosed && !this.#hasFailed) this.#tell(what, nowMs);
    });
  }

  #tell(what: "ready" | "done", nowMs: number): void {
    if (what === "done") return this.#events.onDone(nowMs);
    this.#isReady = true;
    this.#log.extensions(this.#crew.members);
    this.#events.onReady(nowMs);
  }

  onReportedError(extension: Extension): void {
    if (this.#isClosed) return;
    this.#exitGrace ??= this.#clock.after(EXIT_GRACE_MS, () => this.#fail(extensionFailed(extension)));
  }

  onInitFails(outcome: Outcome): void {
    this.#fail(outcome);
  }

  onExit(outcome: Outcome): void {
    this.#fail(outcome);
  }

  /** The first failure counts. */
  #fail(outcome: Outcome): void {
    if (this.#isClosed || this.#hasFailed) return;
    this.#hasFailed = true;
    this.#registered.resolve();
    if (this.#isReady) this.#events.onExit(outcome);
    else this.#events.onInitFails(outcome);
  }

  onAnswer(requestId: string, outcome: Outcome): void {
    if (!this.#isClosed) this.#events.onAnswer(requestId, outcome);
  }

  onBreaks(error: unknown): void {
    if (!this.#isClosed) this.#events.onBreaks(error);
  }

  onOutput(record: TelemetryRecord): void {
    this.#events.onOutput(record);
  }
}
