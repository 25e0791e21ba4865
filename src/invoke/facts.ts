import type { ThrottleReason } from "./invoker.ts";
import type { LaunchSpec } from "./launch-spec.ts";

/** What an environment was made for; the value of `AWS_LAMBDA_INITIALIZATION_TYPE`. */
export type InitializationType = "on-demand" | "provisioned-concurrency";

/** Which environment a fact is about. */
export interface EnvironmentIdentity {
  readonly spec: LaunchSpec;
  /** Unique per environment. */
  readonly environmentId: string;
  /** `YYYY/MM/DD/[VERSION]<32 hex>`. */
  readonly logStream: string;
  /** Undefined is as good as `on-demand`. */
  readonly initialization?: InitializationType;
}

export type PlatformStatus = "success" | "failure" | "error" | "timeout";
export type InitPhase = "init" | "invoke";

/** A part of the time that an invocation took. */
export interface Span {
  readonly name: "responseLatency" | "responseDuration" | "runtimeOverhead" | "extensionOverhead";
  /** Epoch milliseconds. */
  readonly startMs: number;
  readonly durationMs: number;
}

interface Base {
  readonly environment: EnvironmentIdentity;
  /** Epoch milliseconds at which it happened. */
  readonly timeMs: number;
}

/** Names and members follow the events of the Telemetry API (AWS Lambda Telemetry API event schema reference). Durations are in milliseconds. */
export type InvokeFact =
  | (Base & { readonly type: "platform.initStart"; readonly phase: InitPhase })
  | (Base & {
      readonly type: "platform.initRuntimeDone";
      readonly phase: InitPhase;
      readonly status: PlatformStatus;
      readonly errorType?: string;
    })
  | (Base & {
      readonly type: "platform.initReport";
      readonly phase: InitPhase;
      readonly status: PlatformStatus;
      readonly errorType?: string;
      readonly durationMs: number;
    })
  | (Base & {
      readonly type: "platform.start";
      readonly requestId: string;
      readonly traceId?: string;
      readonly tenantId?: string;
    })
  | (Base & {
      readonly type: "platform.runtimeDone";
      readonly requestId: string;
      readonly tenantId?: string;
      readonly status: PlatformStatus;
      readonly errorType?: string;
      readonly durationMs: number;
      readonly producedBytes?: number;
      readonly traceId?: string;
      /** Of the response; absent when there was none. */
      readonly spans?: readonly Span[];
    })
  /** The invocation is over for the runtime and for every extension; its report follows. */
  | (Base & { readonly type: "platform.end"; readonly requestId: string })
  | (Base & {
      readonly type: "platform.report";
      readonly requestId: string;
      readonly status: PlatformStatus;
      readonly errorType?: string;
      readonly durationMs: number;
      readonly billedDurationMs: number;
      readonly memorySizeMib: number;
      readonly maxMemoryUsedMib: number;
      /** Only on the first invocation of an environment. */
      readonly initDurationMs?: number;
      readonly traceId?: string;
      /** What extensions took after the runtime was done; absent when they took nothing. */
      readonly spans?: readonly Span[];
    })
  /** What became of an extension in an initialisation. */
  | (Base & {
      readonly type: "platform.extension";
      readonly name: string;
      readonly state: string;
      readonly events: readonly string[];
      readonly errorType?: string;
    })
  /** An extension is sent what is logged: by the Telemetry API, or by the older Logs API. */
  | (Base & {
      readonly type: "platform.telemetrySubscription" | "platform.logsSubscription";
      readonly name: string;
      readonly state: "Subscribed";
      readonly types: readonly string[];
    })
  /** Events that did not reach an extension. */
  | (Base & {
      readonly type: "platform.logsDropped";
      readonly droppedRecords: number;
      readonly droppedBytes: number;
      readonly reason: string;
    })
  /** A line the platform itself adds in text format, such as `... Task timed out after 3.00 seconds`. */
  | (Base & { readonly type: "platform.message"; readonly requestId?: string; readonly message: string })
  /** One record of the function's own output, without its final newline. */
  | (Base & { readonly type: "function"; readonly requestId?: string; readonly message: string })
  /** The same of an external extension. */
  | (Base & { readonly type: "extension"; readonly requestId?: string; readonly message: string });

/**
 * What became of an event at the door, for the metrics of concurrency (AWS Lambda developer guide, "Concurrency
 * metrics"). Nothing is made of it, and nothing spent, unless somebody wants to know.
 */
export type AdmissionFact =
  | {
      readonly type: "invocation.admitted";
      readonly timeMs: number;
      readonly spec: LaunchSpec;
      /** Which concurrency it draws from. */
      readonly draw: InitializationType;
      /** The spec has provisioned environments and all are in use. */
      readonly isSpillover: boolean;
      /** Events in flight, this one included: of all versions of the function, and of the account in this region. */
      readonly functionInFlight: number;
      readonly accountInFlight: number;
      /** Of the spec alone: events that draw from provisioned concurrency, and environments that serve them. */
      readonly provisionedInFlight: number;
      readonly provisionedAvailable: number;
    }
  | {
      readonly type: "invocation.throttled";
      readonly timeMs: number;
      readonly spec: LaunchSpec;
      readonly reason: ThrottleReason;
    };
