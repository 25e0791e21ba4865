/** States of a runtime as seen by the Runtime API, named as AWS's own error messages name them. */
export const RUNTIME_STATES = [
  "Started",
  "InitError",
  "Ready",
  "Running",
  "InvocationResponse",
  "InvocationErrorResponse",
  "RuntimeResponseSentState",
] as const;
export type RuntimeState = (typeof RUNTIME_STATES)[number];

/** What may happen: four calls of the guest, and three things that follow from them. */
export const RUNTIME_EVENTS = ["next", "response", "error", "initError", "delivered", "sent", "abandoned"] as const;
export type RuntimeEvent = (typeof RUNTIME_EVENTS)[number];

/**
 * The order in which a runtime may call: next, then a response or an error, then next again; an initialisation error
 * only before the first next. Whatever is not listed is refused. `abandoned`, the end of the connection on which `next`
 * waited, lets a runtime that lost its connection ask again.
 */
const TRANSITIONS: Readonly<Record<RuntimeState, Readonly<Partial<Record<RuntimeEvent, RuntimeState>>>>> = {
  Started: { next: "Ready", initError: "InitError" },
  InitError: {},
  Ready: { delivered: "Running", abandoned: "RuntimeResponseSentState" },
  Running: { response: "InvocationResponse", error: "InvocationErrorResponse" },
  InvocationResponse: { sent: "RuntimeResponseSentState" },
  InvocationErrorResponse: { sent: "RuntimeResponseSentState" },
  RuntimeResponseSentState: { next: "Ready" },
};

/** The state that a call asks for, as the refusal names it. */
const TARGETS: Readonly<Record<RuntimeEvent, RuntimeState>> = {
  next: "Ready",
  response: "InvocationResponse",
  error: "InvocationErrorResponse",
  initError: "InitError",
  delivered: "Running",
  sent: "RuntimeResponseSentState",
  abandoned: "RuntimeResponseSentState",
};

/** The state after `event`, or undefined when it is not allowed in `state`. */
export function nextRuntimeState(state: RuntimeState, event: RuntimeEvent): RuntimeState | undefined {
  return TRANSITIONS[state][event];
}

/** The words of the 403 `InvalidStateTransition` of the Runtime API. */
export function refusalMessage(state: RuntimeState, event: RuntimeEvent): string {
  return `State transition from ${state} to ${TARGETS[event]} failed for runtime. Error: State transition is not allowed`;
}
