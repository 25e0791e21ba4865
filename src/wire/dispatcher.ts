import type { Clock, Random } from "../base/index.ts";
import type { Caller, Handlers, OperationContext, OperationMap } from "./operation.ts";

/** A request before its body was read. Header names are in lower case, repeated headers joined by `, `. */
export interface WireHead {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
}

export interface WireResponse {
  readonly status: number;
  /** Names in the casing that AWS sends. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | AsyncIterable<Uint8Array>;
}

/** What may be said of a request by its head alone, so that a body which is too large is never collected. */
export interface Admission {
  readonly bodyBytesMax: number;
  /** The answer for a body that exceeds it, in the words of the operation. */
  tooLarge(): WireResponse;
}

/** A secret and whose it is. */
export interface Credential {
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly caller: Caller;
  /** When the credential ceases to be accepted, in epoch milliseconds; undefined: never. */
  readonly expiresAtMs?: number | undefined;
}

/** How requests are told apart and trusted. */
export type Authentication =
  /** Signatures are not checked. The account is the access key id when that is 12 digits, `defaultAccountId` otherwise. */
  | { readonly mode: "off"; readonly defaultAccountId: string; readonly defaultRegion: string }
  /**
   * Every request carries a valid signature. `find` is given the session token as the request claims it: temporary
   * credentials are kept nowhere but in their token.
   */
  | {
      readonly mode: "sigv4";
      find(accessKeyId: string, sessionToken?: string): Promise<Credential | undefined>;
    };

/** A service: its model (by the endpoint prefix, e.g. `lambda`, `logs`, `sts`) and what of it is there. */
export interface ServiceBinding<Operations extends OperationMap = OperationMap> {
  readonly service: string;
  /** What is there, or what loads it: called at the first request that needs it, and never again. */
  readonly handlers: Handlers<Operations> | (() => Promise<Handlers<Operations>>);
  /** Operations that need no signature, since what they are given proves enough. */
  readonly unsigned?: ReadonlySet<string>;
}

/** A binding of whichever service, as the dispatcher takes it. */
export interface AnyServiceBinding {
  readonly service: string;
  readonly handlers: HandlerTable | (() => Promise<HandlerTable>);
  readonly unsigned?: ReadonlySet<string>;
}

/** The operations of whichever service that are there. */
export type HandlerTable = Readonly<Record<string, Handler | undefined>>;

/** An operation of whichever service; its input was read and checked by the model before. */
export type Handler = (input: never, context: OperationContext) => Promise<unknown>;

export interface DispatcherOptions {
  readonly services: readonly AnyServiceBinding[];
  readonly authentication: Authentication;
  readonly clock: Clock;
  readonly random: Random;
  /** Told of what no operation is supposed to throw; the client got a 500 with that request id. */
  onFailure(error: unknown, requestId: string): void;
}

/** Bytes to operations and back, for every service on one port. Never throws: all that goes wrong is an answer in the protocol's form. */
export interface Dispatcher {
  admit(head: WireHead): Admission;
  dispatch(head: WireHead, body: Uint8Array, signal: AbortSignal): Promise<WireResponse>;
}
