import type { RecordedDrop } from "./async-facts.ts";
import type { EventRules } from "./event-rules.ts";
import type { EventState } from "./event-state.ts";

/** What one attempt at an event came to. */
export type AttemptResult = "succeeded" | "function-failed" | "throttled" | "system-failed" | "stopping";

/** What becomes of the event. */
export type Verdict =
  | { readonly verdict: "delivered" }
  | { readonly verdict: "dropped"; readonly why: RecordedDrop }
  | { readonly verdict: "again"; readonly visibleAtMs: number; readonly counts: Counts; readonly isThrottled: boolean };

type Counts = Pick<EventState, "failures" | "refusals">;

/** How long is waited; given so that tests need not wait. */
export interface RetryDelays {
  /** After the first and after each further failure of the function (AWS Lambda developer guide, "Error handling for asynchronous invocation"). */
  readonly functionFailedMs: readonly [first: number, further: number];
  /** After it was not let in, doubling from the first to the last. */
  readonly refusedMs: readonly [first: number, last: number];
}

export const RETRY_DELAYS: RetryDelays = { functionFailedMs: [60_000, 120_000], refusedMs: [1_000, 300_000] };

/** What a verdict is made from. */
export interface Case {
  readonly state: EventState;
  readonly rules: EventRules;
  readonly delays: RetryDelays;
  readonly acceptedAtMs: number;
  readonly nowMs: number;
}

/**
 * What becomes of an event, by what the attempt came to: failures of the function are retried as often as is set, after
 * one and then two minutes; refusals (throttles, faults of the system) are not counted, and waited out ever longer, until
 * the event is too old.
 */
const VERDICTS: Readonly<Record<AttemptResult, (given: Case) => Verdict>> = {
  succeeded: () => ({ verdict: "delivered" }),
  "function-failed": ({ state, rules, delays, ...times }) => {
    if (state.failures >= rules.retriesMax) return { verdict: "dropped", why: "RetriesExhausted" };
    const [first, further] = delays.functionFailedMs;
    const delayMs = state.failures === 0 ? first : further;
    return again({ failures: state.failures + 1, refusals: 0 }, delayMs, { rules, ...times });
  },
  throttled: (given) => ({ ...refused(given), isThrottled: true }),
  "system-failed": (given) => refused(given),
  // Nobody waits; the next server begins it at once.
  stopping: ({ state, nowMs }) => ({ verdict: "again", visibleAtMs: nowMs, counts: state, isThrottled: false }),
};

export function verdictOf(result: AttemptResult, given: Case): Verdict {
  return VERDICTS[result](given);
}

type Again = Extract<Verdict, { verdict: "again" }>;

function refused({ state, delays, ...rest }: Case): Again {
  const [first, last] = delays.refusedMs;
  const delayMs = Math.min(last, first * 2 ** Math.min(state.refusals, 20));
  return again({ failures: state.failures, refusals: state.refusals + 1 }, delayMs, rest);
}

/** An event that gets too old while it waits is looked at when it does. */
function again(counts: Counts, delayMs: number, { rules, acceptedAtMs, nowMs }: Omit<Case, "state" | "delays">): Again {
  const visibleAtMs = Math.min(nowMs + delayMs, Math.max(nowMs, acceptedAtMs + rules.ageMaxMs));
  return { verdict: "again", visibleAtMs, counts, isThrottled: false };
}
