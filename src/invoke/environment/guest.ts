import type { Clock, Timer } from "../../base/index.ts";
import type {
  ExtensionRefusal,
  ExtensionsHost,
  GuestCredentialSource,
  GuestMetadata,
  NextInvocation,
  Subscription,
} from "../../runtime-api/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import { type CrewEvents, ExtensionCrew, type ShutdownReason } from "../extensions/extension-crew.ts";
import type { Extension } from "../extensions/extension.ts";
import { extensionFailed } from "../extensions/extension-outcome.ts";
import { ExternalExtensions } from "../extensions/external-extensions.ts";
import { shutDown } from "../extensions/shut-down.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import { TelemetryHub } from "../telemetry/telemetry-hub.ts";
import { availabilityZoneId } from "./availability-zone.ts";
import type { EnvironmentLog } from "./environment-log.ts";
import type { EnvironmentParts } from "./environment-parts.ts";
import type { GuestTokens } from "./guest-variables.ts";
import { GuestRuntime, type ResponseListener, type RuntimeEvents } from "./guest-runtime.ts";
import type { RuntimeLaunch } from "./launch-plan.ts";
import { afterLoopTurn } from "./loop-turn.ts";
import type { Outcome } from "./outcome.ts";
import { credentialSource } from "./role-credentials.ts";

/** How long an extension that reported an error may take to exit by itself. */
const EXIT_GRACE_MS = 300;

/** Where it runs, the runtime that waits there if one does, and the tokens of its endpoints. */
interface GuestPlace {
  readonly sandbox: Sandbox;
  readonly waiting: GuestRuntime | undefined;
  readonly tokens: GuestTokens;
}

/**
 * All that runs in a sandbox for a function, from one start to its end: the runtime and its extensions. External
 * extensions are started first, and the runtime once all of them have registered. An initialisation, or an invocation, is
 * over when the runtime and every extension wait for their next event. To the environment the whole is one runtime.
 */
export class Guest implements RuntimeEvents, CrewEvents {
  readonly metadata: GuestMetadata;
  readonly credentials: GuestCredentialSource | undefined;
  readonly #spec: LaunchSpec;
  readonly #clock: Clock;
  readonly #log: EnvironmentLog;
  readonly #events: RuntimeEvents;
  readonly #runtime: GuestRuntime;
  readonly #crew: ExtensionCrew;
  readonly #external: ExternalExtensions;
  readonly #telemetry: TelemetryHub;
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
    { clock, random, credentials }: Pick<EnvironmentParts, "clock" | "random" | "credentials">,
    { sandbox, waiting, tokens }: GuestPlace,
    log: EnvironmentLog,
    events: RuntimeEvents,
  ) {
    this.#spec = spec;
    this.metadata = { token: tokens.metadata, availabilityZoneId: availabilityZoneId(spec.scope.region) };
    this.credentials =
      tokens.credentials === undefined
        ? undefined
        : credentialSource(tokens.credentials, () => credentials(spec), clock);
    this.#clock = clock;
    this.#log = log;
    this.#events = events;
    this.#crew = new ExtensionCrew(spec, random, this);
    this.#external = new ExternalExtensions(
      this.#crew,
      { sandbox, clock },
      {
        onOutput: (record) => log.extensionOutput(record),
        onFails: (outcome) => this.#fail(outcome),
        onBreaks: (error) => this.onBreaks(error),
      },
    );
    this.#telemetry = new TelemetryHub(sandbox, clock, log);
    this.#runtime = waiting ?? new GuestRuntime(sandbox, clock, this);
  }

  /** Lets a runtime that waits for its function begin. What comes of it is told as events. */
  begin(): void {
    this.#runtime.assign(this);
  }

  /** Starts all programs. What comes of it is told as events. */
  start(launch: RuntimeLaunch): void {
    const { extensions = [] } = this.#spec;
    if (extensions.length === 0) this.#runtime.start(launch);
    else this.#starting = this.#startAll(extensions, launch);
  }

  async #startAll(names: readonly string[], launch: RuntimeLaunch): Promise<void> {
    this.#telemetry.remember();
    await this.#external.start(names, launch.environment);
    await this.#registered.promise;
    if (!this.#isClosed && !this.#hasFailed) this.#runtime.start(launch);
  }

  get #isClosed(): boolean {
    return this.#endsFor !== undefined;
  }

  /** Some program of it is no more, or is about to go. */
  get hasExited(): boolean {
    return this.#hasFailed || this.#runtime.hasExited || this.#external.haveExited;
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
    this.#external.flush();
  }

  /** Resolves when no program is about to be started any more, so that killing all of them kills the last one, too. */
  async startEnded(): Promise<void> {
    await this.#starting;
    await this.#runtime.startEnded();
  }

  /** Resolves when no more output can come. */
  async outputEnded(): Promise<void> {
    await Promise.all([this.#runtime.outputEnded(), this.#external.outputEnded()]);
  }

  /** The invocation at hand has failed, of which extensions are told at once. */
  breakOff(outcome: Outcome, endedMs: number): void {
    if (this.takesLeave) this.#log.runtimeDone(endedMs, outcome);
    this.close(outcome.status === "timeout" ? "timeout" : "failure");
  }

  /**
   * Tells the environment nothing any more; the first reason counts. With extensions, `leave` is to follow: they can call
   * until then.
   */
  close(reason: ShutdownReason): void {
    if (!this.#isReady && !this.#isClosed) this.#log.extensions(this.#crew.members);
    this.#endsFor ??= reason;
    this.#exitGrace?.cancel();
    this.#external.stop();
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
    const telemetry = this.#telemetry.flush();
    const { processes } = this.#external;
    await shutDown({ crew: this.#crew, processes, runtime: this.#runtime, telemetry }, this.#endsFor, this.#clock);
    this.#telemetry.stop();
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
    this.#telemetry.closeSubscription();
    this.#log.extensions(this.#crew.members);
    this.#events.onReady(nowMs);
  }

  onReportedError(extension: Extension): void {
    if (this.#isClosed) return;
    this.#exitGrace ??= this.#clock.after(EXIT_GRACE_MS, () => this.#fail(extensionFailed(extension)));
  }

  onSubscribe(extension: Extension, subscription: Subscription): ExtensionRefusal | undefined {
    return this.#telemetry.subscribe(extension, subscription);
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
    this.#external.stop();
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
