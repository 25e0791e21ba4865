import type { Json } from "../../../store/index.ts";

export const SUBSCRIPTION_KIND = "sns-subscription";

/**
 * - `pending`: its endpoint has not confirmed it yet
 * - `confirmed`: gets what is published
 * - `deleted`: ended by a link that anybody may open, so that its owner may restore it for a while
 */
export type SubscriptionState = "pending" | "confirmed" | "deleted";

/** A subscription, by `subscriptionKey`. */
export type SubscriptionRecord = {
  readonly form: 1;
  readonly arn: string;
  readonly topicArn: string;
  readonly protocol: string;
  readonly endpoint: string;
  readonly owner: string;
  /** Who subscribed. */
  readonly principal: string;
  readonly state: SubscriptionState;
  /** When it came into its state, in epoch milliseconds. */
  readonly sinceMs: number;
  /** Confirms or restores it; null when there is nothing to confirm. */
  readonly token: string | null;
  readonly confirmedBySignature: boolean;
  readonly authenticateOnUnsubscribe: boolean;
  /** As they were set; what was never set is not there. */
  readonly attributes: { readonly [name: string]: string };
  /** Address under which its subscriber reached this server, for the links in messages. */
  readonly origin: string;
};

/** How long a pending subscription can be confirmed and a deleted one be restored (SNS API reference, ConfirmSubscription). */
const TOKEN_LIFE_MS = 2 * 24 * 60 * 60 * 1000;

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readSubscriptionRecord(key: string, value: Json): SubscriptionRecord {
  if (isSubscriptionRecord(value)) return value;
  throw new Error(
    `the record of subscription ${key} was written by another version of Hearth; start that version instead`,
  );
}

function isSubscriptionRecord(value: unknown): value is SubscriptionRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "endpoint" in value;
}

/** Whether it was neither confirmed nor restored in time, and is as good as gone. */
export function isExpired({ state, sinceMs }: SubscriptionRecord, nowMs: number): boolean {
  return state !== "confirmed" && nowMs - sinceMs > TOKEN_LIFE_MS;
}

export function isHttp({ protocol }: Pick<SubscriptionRecord, "protocol">): boolean {
  return protocol === "http" || protocol === "https";
}
