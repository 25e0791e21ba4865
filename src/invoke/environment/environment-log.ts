import type { Clock, FactBus } from "../../base/index.ts";
import type { EnvironmentIdentity, InitPhase, InvokeFact, PlatformStatus } from "../facts.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import type { DroppedEvents } from "../telemetry/telemetry-subscriber.ts";
import type { EnvironmentPlan } from "./environment-plan.ts";
import type { Invocation } from "./invocation.ts";
import { logStreamName } from "./launch-plan.ts";
import type { Outcome } from "./outcome.ts";
import { responseSpans, span } from "./response-spans.ts";

/** What the log tells of an extension. */
export interface ExtensionReport {
  readonly name: string;
  readonly state: string;
  readonly events: readonly string[];
  readonly errorType: string | undefined;
}

/** Members of a fact that say how something ended; `errorType` only where there is one. */
function ending(outcome: Outcome): { status: PlatformStatus; errorType?: string } {
  return outcome.errorType === undefined
    ? { status: outcome.status }
    : { status: outcome.status, errorType: outcome.errorType };
}

/** Members of a fact that say which event it is about; `tenantId` only where there are tenants. */
function event({ request: { requestId, tenantId } }: Invocation): { requestId: string; tenantId?: string } {
  return tenantId === undefined ? { requestId } : { requestId, tenantId };
}

/** Everything one environment tells the world, and the tail of the invocation at hand. */
export class EnvironmentLog {
  readonly #facts: FactBus<InvokeFact>;
  readonly #clock: Clock;
  readonly #environment: EnvironmentIdentity;
  /** The invocation between its START and its REPORT. */
  #current: Invocation | undefined;
  /** The invocation that has to wait for an initialisation, of which its tail tells, too. */
  #upcoming: Invocation | undefined;
  #initStartedMs = 0;
  /** Of the init phase; part of the first report only, and of none when the environment was provisioned. */
  #initDurationMs: number | undefined;
  /** Of the initialisation under way. */
  #extensions: readonly ExtensionReport[] = [];
  /** The runtime is done with the invocation, and the world knows. */
  #isRuntimeDone = false;
  /** Monotonic time at which the runtime was done while extensions were not; undefined when there is no such time. */
  #extensionsFromMs: number | undefined;
  /** Who hears everything as it happens, for extensions that subscribed. */
  #listener: ((fact: InvokeFact) => void) | undefined;

  constructor(plan: EnvironmentPlan, environmentId: string, facts: FactBus<InvokeFact>, clock: Clock) {
    const logStream = logStreamName(plan.spec, clock.nowMs(), environmentId);
    this.#environment = { ...plan, environmentId, logStream };
    this.#facts = facts;
    this.#clock = clock;
  }

  /** Tells `listener`, and nobody else, every fact from now on. */
  listen(listener: ((fact: InvokeFact) => void) | undefined): void {
    this.#listener = listener;
  }

  get identity(): EnvironmentIdentity {
    return this.#environment;
  }

  /** Of the invocation between its START and its REPORT. */
  get requestId(): string | undefined {
    return this.#current?.request.requestId;
  }

  /** For the sake of `upcoming`, unless it is ahead of any invocation. */
  initStart(phase: InitPhase, upcoming: Invocation | undefined): void {
    this.#upcoming = upcoming;
    this.#initStartedMs = this.#clock.monotonicMs();
    this.#emit({ ...this.#base(), type: "platform.initStart", phase });
  }

  initEnd(phase: InitPhase, outcome: Outcome, endedMs: number): void {
    const durationMs = endedMs - this.#initStartedMs;
    const isBilled = phase === "init" && this.#environment.initialization === "on-demand";
    if (isBilled && outcome.status === "success") this.#initDurationMs = durationMs;
    this.#emit({ ...this.#base(), type: "platform.initRuntimeDone", phase, ...ending(outcome) });
    for (const { name, state, events, errorType } of this.#extensions) {
      const ended = errorType === undefined ? {} : { errorType };
      this.#emit({ ...this.#base(), type: "platform.extension", name, state, events, ...ended });
    }
    this.#extensions = [];
    this.#emit({ ...this.#base(), type: "platform.initReport", phase, ...ending(outcome), durationMs });
  }

  /** What became of the extensions, as the end of the initialisation is to tell. */
  extensions(members: readonly ExtensionReport[]): void {
    this.#extensions = members.map(({ name, state, events, errorType }) => ({ name, state, events, errorType }));
  }

  start(invocation: Invocation): void {
    const { traceId } = invocation;
    this.#current = invocation;
    this.#upcoming = undefined;
    this.#isRuntimeDone = false;
    this.#extensionsFromMs = undefined;
    this.#emit({ ...this.#base(), type: "platform.start", traceId, ...event(invocation) });
  }

  output(record: TelemetryRecord): void {
    this.#emit({ ...this.#line(record), type: "function" });
  }

  extensionOutput(record: TelemetryRecord): void {
    this.#emit({ ...this.#line(record), type: "extension" });
  }

  subscribed(api: "telemetry" | "logs", name: string, types: readonly string[]): void {
    const type = api === "logs" ? "platform.logsSubscription" : "platform.telemetrySubscription";
    this.#emit({ ...this.#base(), type, name, state: "Subscribed", types });
  }

  logsDropped({ records, bytes, reason }: DroppedEvents): void {
    this.#emit({
      ...this.#base(),
      type: "platform.logsDropped",
      droppedRecords: records,
      droppedBytes: bytes,
      reason,
    });
  }

  #line({ timeMs, message }: TelemetryRecord): Omit<Extract<InvokeFact, { type: "function" }>, "type"> {
    const fact = { environment: this.#environment, timeMs, message };
    const { requestId } = this;
    return requestId === undefined ? fact : { ...fact, requestId };
  }

  /** The runtime asked for its next event, or has failed to; extensions may still be at work on this one. */
  runtimeDone(endedMs: number, failure?: Outcome): void {
    const invocation = this.#current;
    const outcome = failure ?? invocation?.outcome;
    if (invocation === undefined || outcome === undefined) return;
    if (failure === undefined) this.#extensionsFromMs = endedMs;
    this.#runtimeDone(invocation, outcome, endedMs, failure === undefined);
  }

  /** Told once per invocation. */
  #runtimeDone(invocation: Invocation, outcome: Outcome, endedMs: number, isDone: boolean): void {
    if (this.#isRuntimeDone) return;
    this.#isRuntimeDone = true;
    const { deliveredMs, responseBeganMs, answeredMs } = invocation;
    const spans = responseSpans({ deliveredMs, responseBeganMs, answeredMs, isDone }, endedMs, this.#clock);
    this.#emit({
      ...this.#base(),
      type: "platform.runtimeDone",
      ...event(invocation),
      ...ending(outcome),
      durationMs: this.#durationMs(invocation, endedMs),
      ...(outcome.status === "success" ? { producedBytes: invocation.producedBytes } : {}),
      traceId: invocation.traceId,
      ...(spans.length === 0 ? {} : { spans }),
    });
  }

  #durationMs(invocation: Invocation, endedMs: number): number {
    return Math.min(endedMs - (invocation.startedMs ?? endedMs), this.#environment.spec.timeoutMs);
  }

  /**
   * The end of an invocation: the platform's message, END and REPORT. An invocation that failed before the runtime was
   * ready gets its beginning, too.
   */
  end(invocation: Invocation, outcome: Outcome, endedMs: number, maxMemoryUsedMib: number): void {
    if (invocation.deliveredMs === undefined) {
      this.initEnd("invoke", outcome, endedMs);
      this.start(invocation);
    }
    const { requestId } = invocation.request;
    const durationMs = this.#durationMs(invocation, endedMs);
    const initDurationMs = this.#initDurationMs;
    this.#initDurationMs = undefined;
    const message = outcome.message(requestId, this.#clock.nowMs());
    if (message !== undefined) this.#emit({ ...this.#base(), type: "platform.message", requestId, message });
    this.#runtimeDone(invocation, outcome, endedMs, invocation.isDone);
    this.#emit({ ...this.#base(), type: "platform.end", requestId });
    this.#emit({
      ...this.#base(),
      type: "platform.report",
      requestId,
      ...ending(outcome),
      durationMs,
      billedDurationMs: Math.ceil(roundedMs(durationMs) + roundedMs(initDurationMs ?? 0)),
      memorySizeMib: this.#environment.spec.memoryMib,
      maxMemoryUsedMib,
      ...(initDurationMs === undefined ? {} : { initDurationMs }),
      traceId: invocation.traceId,
      ...(this.#extensionsFromMs === undefined
        ? {}
        : { spans: [span("extensionOverhead", this.#extensionsFromMs, endedMs, this.#clock)] }),
    });
    this.#current = undefined;
  }

  #base(): { environment: EnvironmentIdentity; timeMs: number } {
    return { environment: this.#environment, timeMs: this.#clock.nowMs() };
  }

  #emit(fact: InvokeFact): void {
    this.#facts.emit(fact);
    this.#listener?.(fact);
    (this.#current ?? this.#upcoming)?.tail?.add(fact);
  }
}

/** Whole microseconds, so that the noise of adding fractions never costs a millisecond. */
function roundedMs(durationMs: number): number {
  return Math.round(durationMs * 1_000) / 1_000;
}
