import type { LaunchSpec } from "./launch-spec.ts";

export interface InvocationRequest {
  readonly requestId: string;
  readonly payload: Uint8Array;
  /** As invoked, with the qualifier if the caller gave one. */
  readonly invokedFunctionArn: string;
  /** JSON text, decoded from base64. */
  readonly clientContext?: string;
  readonly traceId?: string;
  /** Collect the last 4 KiB of the invocation's log. */
  readonly tail: boolean;
}

/** What became of an invocation that reached a guest. Failures of the function are results, not errors. */
export interface InvocationResult {
  readonly payload: Uint8Array;
  /** Set when the function failed: the value of `X-Amz-Function-Error`. */
  readonly functionError: "Unhandled" | undefined;
  readonly executedVersion: string;
  /** At most the last 4,096 bytes of the log from START to REPORT; only when asked for. */
  readonly logTail: Uint8Array | undefined;
}

/** Codes of `InvokeError`: why an invocation did not reach a guest. */
export type InvokeErrorCode =
  | "throttled" // account concurrency is used up
  | "sandbox-unavailable" // the machine could not make an environment; the message says why
  | "stopping"; // the server is draining

export class InvokeError extends Error {
  readonly code: InvokeErrorCode;

  constructor(code: InvokeErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "InvokeError";
    this.code = code;
  }
}

/** The data plane's door: runs a spec. */
export interface Invoker {
  /** Runs one event. Throws `InvokeError` when it cannot be started. */
  invoke(spec: LaunchSpec, request: InvocationRequest): Promise<InvocationResult>;
  /** Environments of this spec get no new events and end once idle; called when a function is updated or deleted. */
  retire(specHash: string): void;
  /** Waits for running invocations, at most `graceMs`, then destroys every environment. */
  stop(graceMs: number): Promise<void>;
}
