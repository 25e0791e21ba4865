import type { Clock, FactBus } from "../../base/index.ts";
import type { EnvironmentIdentity, InitPhase, InvokeFact, PlatformStatus } from "../facts.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import type { EnvironmentPlan } from "./initialization.ts";
import type { Invocation } from "./invocation.ts";
import { logStreamName } from "./launch-plan.ts";
import type { Outcome } from "./outcome.ts";
import { responseSpans } from "./response-spans.ts";

/** Members of a fact that say how something ended; `errorType` only where there is one. */
function ending(outcome: Outcome): { status: PlatformStatus; errorType?: string } {
  return outcome.errorType === undefined
    ? { status: outcome.status }
    : { status: outcome.status, errorType: outcome.errorType };
}

/** Everything one environment tells the world, and the tail of the invocation at hand. */
export class EnvironmentLog {
  readonly #facts: FactBus<InvokeFact>;
  readonly #clock: Clock;
  readonly #environment: EnvironmentIdentity;
  /** The invocation between its START and its REPORT. */
  #current: Invocation | undefined;
  #initStartedMs = 0;
  /** Of the init phase; part of the first report only, and of none when the environment was provisioned. */
  #initDurationMs: number | undefined;

  constructor(plan: EnvironmentPlan, environmentId: string, facts: FactBus<InvokeFact>, clock: Clock) {
    const logStream = logStreamName(plan.spec, clock.nowMs(), environmentId);
    this.#environment = { ...plan, environmentId, logStream };
    this.#facts = facts;
    this.#clock = clock;
  }

  get identity(): EnvironmentIdentity {
    return this.#environment;
  }

  initStart(phase: InitPhase): void {
    this.#initStartedMs = this.#clock.monotonicMs();
    this.#emit({ ...this.#base(), type: "platform.initStart", phase });
  }

  initEnd(phase: InitPhase, outcome: Outcome, endedMs: number): void {
    const durationMs = endedMs - this.#initStartedMs;
    const isBilled = phase === "init" && this.#environment.initialization === "on-demand";
    if (isBilled && outcome.status === "success") this.#initDurationMs = durationMs;
    this.#emit({ ...this.#base(), type: "platform.initRuntimeDone", phase, ...ending(outcome) });
    this.#emit({ ...this.#base(), type: "platform.initReport", phase, ...ending(outcome), durationMs });
  }

  start(invocation: Invocation): void {
    const { traceId } = invocation;
    this.#current = invocation;
    this.#emit({ ...this.#base(), type: "platform.start", requestId: invocation.request.requestId, traceId });
  }

  output(record: TelemetryRecord): void {
    const fact = { environment: this.#environment, timeMs: record.timeMs, message: record.message };
    const requestId = this.#current?.request.requestId;
    this.#emit(requestId === undefined ? { ...fact, type: "function" } : { ...fact, type: "function", requestId });
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
    const { timeoutMs, memoryMib } = this.#environment.spec;
    const durationMs = Math.min(endedMs - (invocation.startedMs ?? endedMs), timeoutMs);
    const initDurationMs = this.#initDurationMs;
    this.#initDurationMs = undefined;
    const message = outcome.message(requestId, this.#clock.nowMs());
    if (message !== undefined) this.#emit({ ...this.#base(), type: "platform.message", requestId, message });
    const produced = outcome.status === "success" ? { producedBytes: invocation.producedBytes } : {};
    const spans = responseSpans(invocation, endedMs, this.#clock);
    this.#emit({
      ...this.#base(),
      type: "platform.runtimeDone",
      requestId,
      ...ending(outcome),
      durationMs,
      ...produced,
      ...(spans.length === 0 ? {} : { spans }),
    });
    this.#emit({
      ...this.#base(),
      type: "platform.report",
      requestId,
      ...ending(outcome),
      durationMs,
      billedDurationMs: Math.ceil(roundedMs(durationMs) + roundedMs(initDurationMs ?? 0)),
      memorySizeMib: memoryMib,
      maxMemoryUsedMib,
      ...(initDurationMs === undefined ? {} : { initDurationMs }),
      traceId: invocation.traceId,
    });
    this.#current = undefined;
  }

  #base(): { environment: EnvironmentIdentity; timeMs: number } {
    return { environment: this.#environment, timeMs: this.#clock.nowMs() };
  }

  #emit(fact: InvokeFact): void {
    this.#facts.emit(fact);
    this.#current?.tail?.add(fact);
  }
}

/** Whole microseconds, so that the noise of adding fractions never costs a millisecond. */
function roundedMs(durationMs: number): number {
  return Math.round(durationMs * 1_000) / 1_000;
}
