/** How delays grow from the smallest to the largest (Amazon SNS developer guide, "Message delivery retries"). */
export type BackoffFunction = "linear" | "arithmetic" | "geometric" | "exponential";

/** The four phases of retries of one delivery, in order: at once, at the smallest delay, growing, at the largest delay. */
export interface RetryPlan {
  readonly immediate: number;
  readonly atMinimum: number;
  readonly growing: number;
  readonly atMaximum: number;
  readonly minimumDelayMs: number;
  readonly maximumDelayMs: number;
  readonly backoff: BackoffFunction;
}

/** What SNS does for endpoints that AWS manages, functions and queues: 100,015 retries within 23 days. */
export const MANAGED_RETRIES: RetryPlan = {
  immediate: 3,
  atMinimum: 2,
  growing: 10,
  atMaximum: 100_000,
  minimumDelayMs: 1_000,
  maximumDelayMs: 20_000,
  backoff: "exponential",
};

/** Retries are spread by at most this share of their delay, so that they do not come all at once. */
const JITTER = 0.1;

/**
 * The delay before a retry, in milliseconds; undefined when there is none left.
 *
 * @param retry counted from 0
 * @param chance in [0, 1)
 */
export function retryDelayMs(plan: RetryPlan, retry: number, chance: number): number | undefined {
  const delayMs = plannedDelayMs(plan, retry);
  return delayMs === undefined ? undefined : Math.round(delayMs * (1 - JITTER * chance));
}

/** How long all retries take together, in milliseconds. */
export function totalDelayMs(plan: RetryPlan): number {
  let totalMs = plan.atMaximum * plan.maximumDelayMs;
  for (let retry = 0; retry < plan.immediate + plan.atMinimum + plan.growing; retry += 1)
    totalMs += plannedDelayMs(plan, retry) ?? 0;
  return totalMs;
}

function plannedDelayMs(plan: RetryPlan, retry: number): number | undefined {
  let left = retry;
  if (left < plan.immediate) return 0;
  left -= plan.immediate;
  if (left < plan.atMinimum) return plan.minimumDelayMs;
  left -= plan.atMinimum;
  if (left < plan.growing) return grownDelayMs(plan, plan.growing === 1 ? 0 : left / (plan.growing - 1));
  left -= plan.growing;
  return left < plan.atMaximum ? plan.maximumDelayMs : undefined;
}

/** AWS shows the four functions as a graph alone; these are the curves of their names from one end to the other. */
const CURVES: Readonly<Record<BackoffFunction, (share: number, growing: number) => number>> = {
  linear: (share) => share,
  arithmetic: (share, growing) => (share * (share * (growing - 1) + 1)) / Math.max(1, growing),
  geometric: (share, growing) => (1.5 ** (share * (growing - 1)) - 1) / (1.5 ** Math.max(1, growing - 1) - 1),
  exponential: (share, growing) => (2 ** (share * (growing - 1)) - 1) / (2 ** Math.max(1, growing - 1) - 1),
};

function grownDelayMs({ backoff, growing, minimumDelayMs, maximumDelayMs }: RetryPlan, share: number): number {
  return minimumDelayMs + (maximumDelayMs - minimumDelayMs) * CURVES[backoff](share, growing);
}
