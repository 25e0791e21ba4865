import type { ExtensionEvent, ExtensionEventType, ExtensionRefusal } from "../../runtime-api/index.ts";
import type { ExtensionEventName, ExtensionState } from "./extension-state.ts";
import { extensionRefusalMessage, nextExtensionState } from "./extension-state.ts";

/** One extension from its start, or its registration, to its end: where it stands, and who waits for its next event. */
export class Extension {
  readonly name: string;
  readonly identifier: string;
  /** It is a process of its own, rather than part of the runtime. */
  readonly isExternal: boolean;
  #events: readonly ExtensionEventType[] = [];
  #state: ExtensionState = "Started";
  #errorType: string | undefined;
  #waiter: ((event: ExtensionEvent) => void) | undefined;
  /** An event that arrived while nobody was waiting for it. */
  #arrived: ExtensionEvent | undefined;
  /** It was told to end; there is no further event. */
  #isEnding = false;

  constructor(name: string, identifier: string, isExternal: boolean) {
    this.name = name;
    this.identifier = identifier;
    this.isExternal = isExternal;
  }

  get state(): ExtensionState {
    return this.#state;
  }

  get events(): readonly ExtensionEventType[] {
    return this.#events;
  }

  /** Of the first error that it reported, or that kept it from starting. */
  get errorType(): string | undefined {
    return this.#errorType;
  }

  wants(event: ExtensionEventType): boolean {
    return this.#events.includes(event);
  }

  /** Changes state, or returns the 403 that says why not. `who` is how the refusal calls it. */
  attempt(event: ExtensionEventName, who: string = this.identifier): ExtensionRefusal | undefined {
    const next = nextExtensionState(this.#state, event);
    if (next === undefined) return this.#refusal(event, who);
    this.#state = next;
    return undefined;
  }

  #refusal(event: ExtensionEventName, who: string = this.identifier): ExtensionRefusal {
    const errorMessage = extensionRefusalMessage(this.#state, event, who);
    return { errorType: "Extension.InvalidExtensionState", errorMessage };
  }

  register(events: readonly ExtensionEventType[]): ExtensionRefusal | undefined {
    const refusal = this.attempt("register", this.name);
    if (refusal === undefined) this.#events = [...new Set(events)];
    return refusal;
  }

  fail(event: "initError" | "exitError" | "launchFailed", errorType: string): ExtensionRefusal | undefined {
    const refusal = this.attempt(event);
    if (refusal === undefined) this.#errorType ??= errorType;
    return refusal;
  }

  /** Calls `waiter` with the next event, which may have arrived already. */
  await(waiter: (event: ExtensionEvent) => void): ExtensionRefusal | undefined {
    if (this.#isEnding && this.#arrived === undefined) return this.#refusal("next");
    const isLost = this.#state === "Ready" && this.#waiter === undefined;
    const refusal = this.attempt(isLost ? "asksAgain" : "next");
    if (refusal !== undefined) return refusal;
    this.#waiter = waiter;
    if (this.#arrived !== undefined) this.give(this.#arrived);
    return undefined;
  }

  /** The connection that waited is gone. */
  abandon(): void {
    this.#waiter = undefined;
  }

  /** Hands an event to whoever waits; without anybody it stays for the next call. Nothing follows SHUTDOWN. */
  give(event: ExtensionEvent): void {
    this.#isEnding = event.body["eventType"] === "SHUTDOWN";
    const waiter = this.#waiter;
    this.#arrived = waiter === undefined ? event : undefined;
    if (waiter === undefined) return;
    this.#waiter = undefined;
    this.attempt("delivered");
    waiter(event);
  }
}
