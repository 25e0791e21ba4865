import type { GuestHost, NextInvocation } from "./guest-host.ts";
import type { Reply } from "./http/exchange.ts";
import { invalidStateTransition } from "./replies.ts";
import type { RuntimeEvent, RuntimeState } from "./runtime-state.ts";
import { nextRuntimeState, refusalMessage } from "./runtime-state.ts";

/** One runtime from its start to its end: where it stands, and the event it works on. All routes share it. */
export class RuntimeSession {
  readonly host: GuestHost;
  #state: RuntimeState = "Started";
  #current: NextInvocation | undefined;
  /** An event that arrived while nobody was waiting for it. */
  #arrived: NextInvocation | undefined;
  #waiter: ((invocation: NextInvocation) => void) | undefined;
  #asked = false;

  constructor(host: GuestHost) {
    this.host = host;
  }

  /** Changes state, or returns the 403 that says why not. */
  attempt(event: RuntimeEvent): Reply | undefined {
    const next = nextRuntimeState(this.#state, event);
    if (next === undefined) return invalidStateTransition(refusalMessage(this.#state, event));
    this.#state = next;
    return undefined;
  }

  /** The event the runtime works on, which an answer must name. */
  get current(): NextInvocation | undefined {
    return this.#current;
  }

  /** Calls `waiter` with the next event. An event that an earlier waiter left behind is its own. */
  await(waiter: (invocation: NextInvocation) => void): void {
    this.#waiter = waiter;
    if (this.#arrived !== undefined) return this.#deliver(this.#arrived);
    if (this.#asked) return;
    this.#asked = true;
    this.host.next((invocation) => this.#deliver(invocation));
  }

  /** The connection that waited is gone; the event stays for the next one. */
  abandon(): void {
    this.#waiter = undefined;
    this.attempt("abandoned");
  }

  /** The answer to the current event was taken; its id is no longer valid. */
  settle(): void {
    this.#current = undefined;
    this.attempt("sent");
  }

  #deliver(invocation: NextInvocation): void {
    const waiter = this.#waiter;
    this.#arrived = waiter === undefined ? invocation : undefined;
    if (waiter === undefined) return;
    this.#waiter = undefined;
    this.#asked = false;
    this.#current = invocation;
    this.attempt("delivered");
    waiter(invocation);
  }
}
