import type { Random } from "../../base/index.ts";
import type {
  ExtensionErrorPhase,
  ExtensionEvent,
  ExtensionEventType,
  ExtensionRefusal,
  ExtensionRegistration,
  ExtensionsHost,
  NextInvocation,
  RegisteredExtension,
  Subscription,
} from "../../runtime-api/index.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import { Extension } from "./extension.ts";

/** Extensions that one environment may have, external and internal ones together (AWS Lambda quotas). */
export const EXTENSIONS_MAX = 10;

const EVENT_TYPES: readonly string[] = ["INVOKE", "SHUTDOWN"];

/** When an environment ends, and why (AWS Lambda Extensions API, "Shutdown"); the values are those that AWS sends. */
export type ShutdownReason = "spindown" | "timeout" | "failure";

/** What extensions do, told to the guest they belong to. */
export interface CrewEvents {
  /** One of them called something that others may be waiting for. */
  onProgress(): void;
  /** One of them said that it cannot go on. */
  onReportedError(extension: Extension): void;
  /** One of them wants to be sent what is logged. */
  onSubscribe(extension: Extension, subscription: Subscription): ExtensionRefusal | undefined;
}

/** The extensions of one environment between two resets: who they are, and what they may say. */
export class ExtensionCrew implements ExtensionsHost {
  readonly #spec: LaunchSpec;
  readonly #random: Random;
  readonly #on: CrewEvents;
  readonly #members: Extension[] = [];
  #isOpen = true;

  constructor(spec: LaunchSpec, random: Random, on: CrewEvents) {
    this.#spec = spec;
    this.#random = random;
    this.#on = on;
  }

  get members(): readonly Extension[] {
    return this.#members;
  }

  get isEmpty(): boolean {
    return this.#members.length === 0;
  }

  /** Every extension that was started as a process has registered. */
  get areRegistered(): boolean {
    return this.#members.every(({ isExternal, state }) => !isExternal || state !== "Started");
  }

  /** Every extension waits for an event: nothing of an initialisation or an invocation is left to do. */
  get areReady(): boolean {
    return this.#members.every(({ state }) => state === "Ready");
  }

  /** A process of its own, which has still to register. */
  addExternal(name: string): Extension {
    const extension = new Extension(name, this.#random.uuid(), true);
    this.#members.push(extension);
    return extension;
  }

  /** The registration of further extensions ends, since the runtime is ready. */
  closeRegistration(): void {
    this.#isOpen = false;
  }

  register({ name, events }: ExtensionRegistration): RegisteredExtension | ExtensionRefusal {
    const external = this.#members.find((member) => member.isExternal && member.name === name);
    const wrong = wrongEvent(events, external !== undefined);
    if (wrong !== undefined) return wrong;
    const refusal = external === undefined ? this.#whyNoInternal(name) : undefined;
    if (refusal !== undefined) return refusal;
    const extension = external ?? new Extension(name, this.#random.uuid(), false);
    const refused = extension.register(events.filter(isEventType));
    if (refused !== undefined) return refused;
    if (external === undefined) this.#members.push(extension);
    this.#on.onProgress();
    const { functionName, version, handler, scope } = this.#spec;
    const { identifier } = extension;
    return { identifier, functionName, functionVersion: version, handler, accountId: scope.accountId };
  }

  #whyNoInternal(name: string): ExtensionRefusal | undefined {
    if (!this.#isOpen)
      return {
        errorType: "Extension.RegistrationClosed",
        errorMessage: "Extension registration closed already",
      };
    if (this.#members.length >= EXTENSIONS_MAX)
      return { errorType: "Extension.TooManyExtensions", errorMessage: `Extension limit (${EXTENSIONS_MAX}) reached` };
    if (this.#members.some((member) => member.name === name))
      return {
        errorType: "Extension.InvalidExtensionState",
        errorMessage: "Extension with this name already registered",
      };
    return undefined;
  }

  next(identifier: string, deliver: (event: ExtensionEvent) => void): ExtensionRefusal | undefined {
    const extension = this.find(identifier);
    if (extension === undefined) return unknown(`Unknown extension ${identifier}`);
    const refusal = extension.await(deliver);
    if (refusal === undefined) this.#on.onProgress();
    return refusal;
  }

  abandon(identifier: string): void {
    this.find(identifier)?.abandon();
  }

  fail(identifier: string, phase: ExtensionErrorPhase, errorType: string): ExtensionRefusal | undefined {
    const extension = this.find(identifier);
    if (extension === undefined) return unknown("Unknown Lambda-Extension-Identifier");
    const refusal = extension.fail(phase === "init" ? "initError" : "exitError", errorType);
    if (refusal === undefined) this.#on.onReportedError(extension);
    return refusal;
  }

  subscribe(identifier: string, subscription: Subscription): ExtensionRefusal | undefined {
    const extension = this.find(identifier);
    if (extension === undefined) return unknown(`Unknown extension ${identifier}`);
    return this.#on.onSubscribe(extension, subscription);
  }

  find(identifier: string): Extension | undefined {
    return this.#members.find((member) => member.identifier === identifier);
  }

  /** Tells those who want to know that an invocation begins. */
  invoke({ requestId, deadlineMs, invokedFunctionArn, traceId }: NextInvocation): void {
    this.#tell("INVOKE", {
      eventType: "INVOKE",
      deadlineMs: Math.round(deadlineMs),
      requestId,
      invokedFunctionArn,
      ...(traceId === undefined ? {} : { tracing: { type: "X-Amzn-Trace-Id", value: traceId } }),
    });
  }

  /** Tells those who want to know that the environment ends, until `deadlineMs` of the epoch. */
  shutDown(shutdownReason: ShutdownReason, deadlineMs: number): void {
    this.#tell("SHUTDOWN", { eventType: "SHUTDOWN", deadlineMs: Math.round(deadlineMs), shutdownReason });
  }

  #tell(type: ExtensionEventType, body: ExtensionEvent["body"]): void {
    for (const member of this.#members) if (member.wants(type)) member.give({ identifier: this.#random.uuid(), body });
  }
}

function isEventType(event: string): event is ExtensionEventType {
  return EVENT_TYPES.includes(event);
}

/** The first event that cannot be had: there is none of that name, or extensions within the runtime cannot have it. */
function wrongEvent(events: readonly string[], isExternal: boolean): ExtensionRefusal | undefined {
  for (const event of events) {
    const reason = !isEventType(event)
      ? "ErrorInvalidEventType"
      : event === "SHUTDOWN" && !isExternal
        ? "ShutdownEventNotSupportedForInternalExtension"
        : undefined;
    if (reason !== undefined) return { errorType: "Extension.InvalidEventType", errorMessage: `${event}: ${reason}` };
  }
  return undefined;
}

function unknown(errorMessage: string): ExtensionRefusal {
  return { errorType: "Extension.UnknownExtensionIdentifier", errorMessage };
}
