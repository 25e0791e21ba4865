import type { Scope } from "../base/index.ts";

/** Who sent a request, once a signature was verified; the account root otherwise. */
export interface Caller {
  readonly accountId: string;
  /** e.g. `arn:aws:iam::000000000000:root`. */
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string | undefined;
}

/** What an operation knows of its request beside its input. */
export interface OperationContext {
  /** Also the value of the `x-amzn-RequestId` header. */
  readonly requestId: string;
  /** Account and region, from the credential scope of the request. */
  readonly scope: Scope;
  readonly caller: Caller;
  /** Request headers, names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Address under which the client reached us, e.g. `http://localhost:4566`, for links in answers. */
  readonly origin: string;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
}

/** Input and output types of every operation of a service; generated beside each model. */
export type OperationMap = Record<string, { input: unknown; output: unknown }>;

/** One function per operation that is there; the others answer that they are not. Throws `AwsError`. */
export type Handlers<Operations extends OperationMap> = {
  readonly [Name in keyof Operations]?: (
    input: Operations[Name]["input"],
    context: OperationContext,
  ) => Promise<Operations[Name]["output"]>;
};

/** An error in the words of AWS. What the model knows of `code` (status, extra members) is filled in by the codec. */
export class AwsError extends Error {
  /** e.g. `ResourceNotFoundException`. */
  readonly code: string;
  /** HTTP status; undefined takes the model's, or 400. */
  readonly status: number | undefined;
  /** Further members of the error's body, e.g. `{ Type: "User" }`. */
  readonly members: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    code: string,
    message: string,
    options: {
      status?: number;
      members?: Readonly<Record<string, unknown>>;
      headers?: Readonly<Record<string, string>>;
      cause?: unknown;
    } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "AwsError";
    this.code = code;
    this.status = options.status;
    this.members = options.members ?? {};
    this.headers = options.headers ?? {};
  }
}
