/**
 * The life of an execution environment
 * ====================================
 *
 * An environment is one sandbox that runs one version of one function. It is made for a request that found no idle
 * environment, but it does not belong to that request: requests wait on the function, and whichever environment is free
 * first takes the oldest. So a boot that takes long delays nobody whom another environment can serve.
 *
 *     booting ──▶ initialising ──▶ idle ⇄ busy          any of them ──▶ draining ──▶ gone
 *        └▶ pooled ▶ assigned ┘ └──▶ resetting ◀┘
 *
 * - *booting*: the driver makes the sandbox. Nothing of the function runs.
 * - *pooled*, *assigned*: its sandbox came out of the pool of stem cells (`stems/stem-pool.ts`), with a runtime that was
 *   started ahead, without a function, and now has the code of this one.
 * - *initialising*: the runtime was started and has not asked for an event. It has ten seconds at full speed.
 * - *idle*: an event may be given to it. Usually the runtime waits in `next`; after a reset there is no runtime, and the
 *   next event starts one within its own time limit (the "suppressed init" of AWS). An idle environment may be frozen.
 * - *busy*: exactly one event is in flight. It ends when the runtime asks for the next one, not when it answers: the
 *   caller has its answer by then, but output and background work of the invocation still count towards it.
 * - *resetting*: something failed (time limit, exit, failed initialisation). Every process is killed; the sandbox with
 *   its `/tmp` stays.
 * - *draining*: the sandbox is being destroyed, since the function changed, nobody needs it, or the server stops.
 * - *gone*: nothing of it exists. Final.
 *
 * A sandbox may die at any moment, whatever it was doing: `died` leads to *gone* from every state that has a sandbox.
 * What is not in the table is refused, and that is a defect of the caller, never an outcome.
 */
export const ENVIRONMENT_STATES = [
  "booting",
  "pooled",
  "assigned",
  "initialising",
  "idle",
  "busy",
  "resetting",
  "draining",
  "gone",
] as const;
export type EnvironmentState = (typeof ENVIRONMENT_STATES)[number];

export const ENVIRONMENT_EVENTS = [
  "created", // the sandbox exists and the function's runtime is about to start
  "createFailed",
  "prepared", // the sandbox exists and waits in the pool
  "assigned", // a function was chosen for it
  "attached", // the function's code is in place
  "ready", // the runtime asked for its first event
  "initFailed", // the runtime exited, reported an error, or ran out of time before that
  "taken", // an event was given to it
  "finished", // the runtime asked for the next event
  "failed", // the invocation ended in a way that the runtime does not survive
  "runtimeLost", // the runtime exited between two events
  "wiped", // every process is dead, the sandbox is as good as new except for /tmp
  "drain", // it is not wanted any more
  "destroyed",
  "died", // the sandbox broke
] as const;
export type EnvironmentEvent = (typeof ENVIRONMENT_EVENTS)[number];

type Row = Readonly<Partial<Record<EnvironmentEvent, EnvironmentState>>>;

const TRANSITIONS: Readonly<Record<EnvironmentState, Row>> = {
  booting: { created: "initialising", createFailed: "gone", prepared: "pooled", drain: "draining" },
  pooled: { assigned: "assigned", drain: "draining", died: "gone" },
  assigned: { attached: "initialising", drain: "draining", died: "gone" },
  initialising: { ready: "idle", initFailed: "resetting", drain: "draining", died: "gone" },
  idle: { taken: "busy", runtimeLost: "resetting", drain: "draining", died: "gone" },
  busy: { finished: "idle", failed: "resetting", drain: "draining", died: "gone" },
  resetting: { wiped: "idle", drain: "draining", died: "gone" },
  draining: { destroyed: "gone", died: "gone" },
  gone: {},
};

/** The state after `event`, or undefined when it is not allowed in `state`. */
export function nextEnvironmentState(state: EnvironmentState, event: EnvironmentEvent): EnvironmentState | undefined {
  return TRANSITIONS[state][event];
}
