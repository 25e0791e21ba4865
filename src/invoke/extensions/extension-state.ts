/** States of an extension, named as AWS's log lines and error messages name them. */
export const EXTENSION_STATES = [
  "Started",
  "Registered",
  "Ready",
  "Running",
  "InitError",
  "ExitError",
  "ShutdownFailed",
  "Exited",
  "LaunchError",
] as const;
export type ExtensionState = (typeof EXTENSION_STATES)[number];

/** What may happen: four calls of the extension, and what follows from them or befalls its process. */
export const EXTENSION_EVENTS = [
  "register",
  "next",
  "asksAgain", // the connection on which it waited was lost, and it waits on another one
  "initError",
  "exitError",
  "delivered", // it was given an event
  "launchFailed", // its program cannot be executed
  "exited", // by itself, as it was told to
  "killed", // since it did not exit in time
] as const;
export type ExtensionEventName = (typeof EXTENSION_EVENTS)[number];

type Row = Readonly<Partial<Record<ExtensionEventName, ExtensionState>>>;

/**
 * The order in which an extension may call: register, then next, then next again after each event. An error may be told
 * more than once; the first counts. Whatever is not listed is refused. As in the AWS Lambda Runtime Interface Emulator,
 * an extension whose process ends unbidden keeps the state that it was in.
 */
const TRANSITIONS: Readonly<Record<ExtensionState, Row>> = {
  Started: { register: "Registered", launchFailed: "LaunchError" },
  Registered: { next: "Ready", initError: "InitError", exitError: "ExitError" },
  Ready: { delivered: "Running", asksAgain: "Ready", exitError: "ExitError" },
  Running: { next: "Ready", exitError: "ExitError", exited: "Exited", killed: "ShutdownFailed" },
  InitError: { initError: "InitError" },
  ExitError: { exitError: "ExitError" },
  ShutdownFailed: {},
  Exited: {},
  LaunchError: {},
};

/** The state that a call asks for, as the refusal names it. */
const TARGETS: Readonly<Record<ExtensionEventName, ExtensionState>> = {
  register: "Registered",
  next: "Ready",
  asksAgain: "Ready",
  initError: "InitError",
  exitError: "Exited",
  delivered: "Running",
  launchFailed: "LaunchError",
  exited: "Exited",
  killed: "ShutdownFailed",
};

/** The state after `event`, or undefined when it is not allowed in `state`. */
export function nextExtensionState(state: ExtensionState, event: ExtensionEventName): ExtensionState | undefined {
  return TRANSITIONS[state][event];
}

/** The words of the 403 `Extension.InvalidExtensionState`; `who` is a name or an identifier. */
export function extensionRefusalMessage(state: ExtensionState, event: ExtensionEventName, who: string): string {
  return `State transition from ${state} to ${TARGETS[event]} failed for extension ${who}. Error: State transition is not allowed`;
}
