import type { Subscription } from "./subscription.ts";

/** Events that an extension may ask for (AWS Lambda Extensions API, "Register"). */
export type ExtensionEventType = "INVOKE" | "SHUTDOWN";

/** What an extension says of itself when it registers. */
export interface ExtensionRegistration {
  /** `Lambda-Extension-Name`: the file name of an external extension, any name for one inside the runtime. */
  readonly name: string;
  /** As sent; which of them exist, and for whom, is the host's to judge. */
  readonly events: readonly string[];
}

/** What an extension is told when it has registered. */
export interface RegisteredExtension {
  /** `Lambda-Extension-Identifier`: a UUID that it sends with every further call. */
  readonly identifier: string;
  readonly functionName: string;
  readonly functionVersion: string;
  readonly handler: string;
  /** Told only to those that accept the feature `accountId`. */
  readonly accountId: string;
}

/** An event for an extension (AWS Lambda Extensions API, "Next"). It never holds the payload of the invocation. */
export interface ExtensionEvent {
  /** `Lambda-Extension-Event-Identifier`. */
  readonly identifier: string;
  /** The members of the JSON body, in this order. */
  readonly body: Readonly<Record<string, unknown>>;
}

/** A call that is not allowed, in AWS's words; the answer is a 403. */
export interface ExtensionRefusal {
  readonly errorType: string;
  readonly errorMessage: string;
}

export function isRefusal(answer: object | undefined): answer is ExtensionRefusal {
  return answer !== undefined && "errorType" in answer && "errorMessage" in answer;
}

/** When an extension found out that it cannot go on: before its first `next`, or later. */
export type ExtensionErrorPhase = "init" | "exit";

/**
 * What the Extensions API needs of an execution environment; the environment implements it. The listener has checked the
 * form of each request; who may call what, and when, is the host's to judge.
 */
export interface ExtensionsHost {
  register(registration: ExtensionRegistration): RegisteredExtension | ExtensionRefusal;
  /** The extension waits for its next event; `deliver` is called with it, at most once. */
  next(identifier: string, deliver: (event: ExtensionEvent) => void): ExtensionRefusal | undefined;
  /** The connection on which an extension waited is gone; the event stays for its next call. */
  abandon(identifier: string): void;
  /** The extension wants to be sent what is logged from now on. A second subscription takes the place of the first. */
  subscribe(identifier: string, subscription: Subscription): ExtensionRefusal | undefined;
  fail(identifier: string, phase: ExtensionErrorPhase, errorType: string): ExtensionRefusal | undefined;
}
