import type { ExtensionsHost } from "./extensions-host.ts";

/** One event on its way into a guest: what `GET /runtime/invocation/next` answers (AWS Lambda runtime API, "Next invocation"). */
export interface NextInvocation {
  readonly requestId: string;
  /** Unique per attempt; asynchronous retries share the request id. */
  readonly invocationId: string;
  /** Absolute deadline in epoch milliseconds. */
  readonly deadlineMs: number;
  readonly invokedFunctionArn: string;
  readonly traceId: string | undefined;
  /** JSON text, already decoded from base64. */
  readonly clientContext: string | undefined;
  /** JSON text. */
  readonly cognitoIdentity: string | undefined;
  readonly tenantId: string | undefined;
  readonly contentType: string;
  readonly payload: Uint8Array;
}

/** An error that a guest reports, for an invocation or for its initialisation (AWS Lambda runtime API, "Invocation error"). */
export interface GuestError {
  /** The body as sent; it is passed through verbatim as the payload of the invocation. */
  readonly payload: Uint8Array;
  readonly contentType: string | undefined;
  /** `Lambda-Runtime-Function-Error-Type`, normalised to `Function.*` or `Runtime.*`. */
  readonly errorType: string;
  /** The same as the guest gave it; undefined when it gave none. */
  readonly statedType?: string | undefined;
  readonly xrayErrorCause: string | undefined;
}

/** A successful response, complete in memory. */
export interface GuestResponse {
  readonly payload: Uint8Array;
  readonly contentType: string | undefined;
}

/** Takes a response that the guest streams, while it streams it. */
export interface ResponseSink {
  /** The rest of a larger response is thrown away, and `respondTooLarge` called. */
  readonly bytesMax: number;
  /** False: the guest is to wait until `resume` is called. What it has sent already may still follow. */
  write(content: Uint8Array, resume: () => void): boolean;
}

/** What the metadata endpoint tells (AWS Lambda, "Using the Lambda metadata endpoint"), and to whom. */
export interface GuestMetadata {
  /** Of this environment alone: the value of `AWS_LAMBDA_METADATA_TOKEN`. */
  readonly token: string;
  /** Such as `use1-az1`. */
  readonly availabilityZoneId: string;
}

/** Temporary credentials of the execution role. */
export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiresAtMs: number;
}

/** What the credentials endpoint tells, and to whom. */
export interface GuestCredentialSource {
  /** Of this environment alone: the value of `AWS_CONTAINER_AUTHORIZATION_TOKEN`. */
  readonly token: string;
  /** Valid for long enough that nobody who was given them has to ask again at once. */
  current(): RoleCredentials;
}

/** Something that will be there once, for one who waits for it. It never comes to a runtime that gets no function. */
export interface Handover<Value> {
  /** `taker` is called as soon as it is there, which may be at once. */
  take(taker: (value: Value) => void): void;
}

/**
 * What the Runtime API needs of an execution environment; the environment implements it. The listener has already
 * checked the order of calls against the runtime's state machine, the request id, and the size.
 */
export interface GuestHost {
  /**
   * The guest waits for its next event, which is to be given to `give`, once: what it is called with is sent at once. The
   * first call ends initialisation.
   */
  next(give: (event: NextInvocation) => void): void;
  /**
   * The guest begins to send its response. Where it streams, the answer is who takes it, or undefined when it is to be
   * collected as any other. The end is told by the other methods; `respond` then has an empty payload.
   */
  beginResponse(requestId: string, isStreamed: boolean, contentType: string | undefined): ResponseSink | undefined;
  respond(requestId: string, response: GuestResponse): void;
  /** The response exceeded `bytesMax` bytes; the caller gets `Function.ResponseSizeTooLarge`. */
  respondTooLarge(requestId: string, bytesMax: number): void;
  /** The connection broke in the middle of the response. */
  respondTruncated(requestId: string): void;
  fail(requestId: string, error: GuestError): void;
  failInit(error: GuestError): void;
  /**
   * A runtime that was started without a function waits for one, and may ask before anything else to be woken when one is
   * chosen. Undefined, or absent, where the runtime has its function: then there is no such call.
   */
  wake?(): Handover<void> | undefined;
  /** The same runtime waits for the environment variables of its function. */
  assignment?(): Handover<Readonly<Record<string, string>>> | undefined;
  /** The same runtime, with its variables in place, waits until the folders of its function are there. */
  code?(): Handover<void> | undefined;
  /** The extensions beside the runtime; undefined, or absent, where there can be none (yet). */
  readonly extensions?: ExtensionsHost | undefined;
  /** Undefined, or absent, where the runtime has no function yet. */
  readonly metadata?: GuestMetadata | undefined;
  /** Undefined, or absent, where credentials are in the variables of the runtime. */
  readonly credentials?: GuestCredentialSource | undefined;
}
