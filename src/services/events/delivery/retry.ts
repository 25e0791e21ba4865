import type { Random } from "../../../base/index.ts";
import type { TargetRecord } from "../directory/rule-record.ts";

/** What AWS does unless the target says less (Amazon EventBridge user guide, "How EventBridge retries delivering events"). */
const RETRIES_MAX = 185;
const EVENT_AGE_MAX_MS = 24 * 60 * 60 * 1000;

const DELAY_MIN_MS = 1000;
/** So that 185 retries take up the 24 hours. */
const DELAY_MAX_MS = 10 * 60 * 1000;

/** What is done after an attempt failed. */
export type Retry =
  | { readonly atMs: number }
  | { readonly exhausted: "MaximumRetryAttempts" | "MaximumEventAgeInSeconds" };

/** When to try again after `retries` retries, with exponential back-off and jitter, or which limit is reached. */
export function nextRetry(
  { retriesMax, eventAgeMaxS }: Pick<TargetRecord, "retriesMax" | "eventAgeMaxS">,
  { retries, ingestedAtMs }: { readonly retries: number; readonly ingestedAtMs: number },
  nowMs: number,
  random: Random,
): Retry {
  if (retries >= (retriesMax ?? RETRIES_MAX)) return { exhausted: "MaximumRetryAttempts" };
  const delayMs = Math.min(DELAY_MAX_MS, DELAY_MIN_MS * 2 ** Math.min(retries, 30)) * (0.5 + random.fraction() / 2);
  const atMs = nowMs + Math.round(delayMs);
  const ageMaxMs = eventAgeMaxS === null ? EVENT_AGE_MAX_MS : eventAgeMaxS * 1000;
  return atMs - ingestedAtMs > ageMaxMs ? { exhausted: "MaximumEventAgeInSeconds" } : { atMs };
}
