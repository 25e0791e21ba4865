import type { Scope } from "../base/index.ts";
import type { LaunchSpec } from "./launch-spec.ts";
import type { StreamedResponse } from "./streaming/streamed-response.ts";

export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** As invoked, with the qualifier if the caller gave one. */
  readonly invokedFunctionArn: string;
  /** JSON text, decoded from base64. */
  readonly clientContext?: string;
  readonly traceId?: string;
  /** Whose event it is, of a function that isolates its tenants: no environment ever serves two of them. */
  readonly tenantId?: string;
  /** Collect the last 4 KiB of the invocation's log. */
  readonly tail: boolean;
  /** It comes from the queue of events, for which the limits of requests per second do not hold. */
  readonly isAsynchronous?: true;
}

/** What became of an invocation that reached a guest. Failures of the function are results, not errors. */
export interface InvocationResult {
  readonly payload: Uint8Array;
  /** Set when the function failed: the value of `X-Amz-Function-Error`. */
  readonly functionError: "Unhandled" | undefined;
  /** What kind of failure it was, e.g. `Runtime.ExitError`, or what the function calls it. */
  readonly errorCode?: string | undefined;
  readonly executedVersion: string;
  /** At most the last 4,096 bytes of the log from START to REPORT; only when asked for. */
  readonly logTail: Uint8Array | undefined;
}

/** Codes of `InvokeError`: why an invocation did not reach a guest. */
export type InvokeErrorCode =
  | "throttled" // a limit of concurrency is reached; always an `InvocationThrottled`
  | "sandbox-unavailable" // the machine could not make an environment; the message says why
  | "stopping"; // the server is draining

export class InvokeError extends Error {
  readonly code: InvokeErrorCode;
  /** Set when it was throttled. */
  readonly reason: ThrottleReason | undefined;

  constructor(code: InvokeErrorCode, message: string, options?: ErrorOptions & { readonly reason?: ThrottleReason }) {
    super(message, options);
    this.name = "InvokeError";
    this.code = code;
    this.reason = options?.reason;
  }
}

export function sandboxUnavailable(cause: unknown): InvokeError {
  return new InvokeError("sandbox-unavailable", cause instanceof Error ? cause.message : String(cause), { cause });
}

/** Which limit was reached, in the words of TooManyRequestsException (AWS Lambda API, ThrottleReason). */
export type ThrottleReason =
  | "ConcurrentInvocationLimitExceeded"
  | "ReservedFunctionConcurrentInvocationLimitExceeded"
  | "CallerRateLimitExceeded"
  | "ReservedFunctionInvocationRateLimitExceeded";

const THROTTLE_TEXTS: Readonly<Record<ThrottleReason, string>> = {
  ConcurrentInvocationLimitExceeded: "The account has no concurrency left that is not reserved.",
  ReservedFunctionConcurrentInvocationLimitExceeded: "The function uses all the concurrency reserved for it.",
  CallerRateLimitExceeded: "The account invokes functions more often per second than ten times its concurrency.",
  ReservedFunctionInvocationRateLimitExceeded:
    "The function is invoked more often per second than ten times the concurrency reserved for it.",
};

/** A limit of concurrency, or of its rate, is reached; the same request may succeed later. */
export class InvocationThrottled extends InvokeError {
  constructor(reason: ThrottleReason) {
    super("throttled", THROTTLE_TEXTS[reason], { reason });
    this.name = "InvocationThrottled";
  }
}

/** How far the provisioned environments of a spec are. */
export interface ProvisionedState {
  readonly requested: number;
  /** Initialised: those in service, and those that wait until all are ready. */
  readonly allocated: number;
  /** In service. */
  readonly available: number;
  readonly status: "in-progress" | "ready" | "failed";
  /** Set when it failed: because the function's initialisation does, or because no environment can be made. */
  readonly failure: { readonly cause: "initialisation" | "environment"; readonly message: string } | undefined;
}

/** The data plane's door: runs specs, within limits that it is told. */
export interface Invoker {
  /** Runs one event. Throws `InvokeError` when it cannot be started. */
  invoke(spec: LaunchSpec, request: InvocationRequest): Promise<InvocationResult>;
  /** The same for a caller who reads the response while the function writes it. Resolves when the response begins. */
  invokeStreaming(spec: LaunchSpec, request: InvocationRequest): Promise<StreamedResponse>;
  /**
   * Sets how many events all versions of a function together may have in flight, and takes as much from what the
   * functions without such a limit share; undefined lifts the limit. Holds at once; what is in flight goes on.
   */
  reserve(scope: Scope, functionName: string, concurrency: number | undefined): void;
  /**
   * Keeps `count` environments of this spec initialised, beside those that are made on demand, until the spec is
   * retired; 0 gives them up. None serves before all are ready.
   *
   * @param changed called whenever `provisioned` may answer differently
   */
  provision(spec: LaunchSpec, count: number, changed: () => void): void;
  /** How far provisioning of a spec is; undefined when none was asked for. */
  provisioned(specHash: string): ProvisionedState | undefined;
  /**
   * Environments of this spec, provisioned ones too, get no new events and end once idle; called when a function is
   * updated or deleted.
   */
  retire(specHash: string): void;
  /** Waits for running invocations, at most `graceMs`, then destroys every environment. */
  stop(graceMs: number): Promise<void>;
}
