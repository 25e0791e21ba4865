import type { Random } from "../../../base/index.ts";
import type { SchedulerModel } from "../../../wire/index.ts";
import type { FiringState } from "./scheduler-work.ts";

const DELAY_MS_FIRST = 1_000;
/** With it, 185 attempts take about the 24 hours that are the longest age of an event. */
const DELAY_MS_MAX = 480_000;

/** How an attempt failed. */
export interface AttemptFailure {
  readonly code: string;
  readonly message: string;
  readonly isRetryable: boolean;
}

export type RetryDecision =
  | { readonly kind: "retry"; readonly atMs: number }
  | { readonly kind: "over"; readonly exhausted: FiringState["exhausted"] };

/**
 * What follows a failed attempt. The guide says "exponential backoff" and the two limits of the policy; first delay,
 * factor, ceiling and jitter are ours. The age counts from when the firing was to begin.
 *
 * @param attempts those that failed, with this one
 */
export function afterFailure(
  failure: AttemptFailure,
  { attempts, fireAtMs, nowMs }: { attempts: number; fireAtMs: number; nowMs: number },
  policy: SchedulerModel.RetryPolicy | undefined,
  random: Random,
): RetryDecision {
  if (!failure.isRetryable) return { kind: "over", exhausted: null };
  if (attempts > (policy?.MaximumRetryAttempts ?? 185)) return { kind: "over", exhausted: "MaximumRetryAttempts" };
  const atMs = nowMs + backOffMs(attempts, random);
  if (atMs > fireAtMs + ageMsMax(policy)) return { kind: "over", exhausted: "MaximumEventAgeInSeconds" };
  return { kind: "retry", atMs };
}

/** How long after its time a firing may still be attempted. */
export function ageMsMax(policy: SchedulerModel.RetryPolicy | undefined): number {
  return (policy?.MaximumEventAgeInSeconds ?? 86_400) * 1_000;
}

/** Doubles from attempt to attempt, give or take a tenth. */
export function backOffMs(attempts: number, random: Random): number {
  const delayMs = Math.min(DELAY_MS_MAX, DELAY_MS_FIRST * 2 ** Math.min(attempts - 1, 30));
  return Math.round(delayMs * (0.9 + 0.2 * random.fraction()));
}
