import { DeliveryPolicyError } from "./delivery-policy-error.ts";
import { type PolicyForm, readPolicy } from "./policy-reader.ts";
import { type BackoffFunction, type RetryPlan, totalDelayMs } from "./retry-plan.ts";

/** How HTTP deliveries are retried, throttled and sent; what was left out is at its default. */
export interface DeliveryPolicy {
  readonly retries: HealthyRetryPolicy;
  readonly receivesPerSecondMax: number | undefined;
  readonly contentType: string;
}

export interface HealthyRetryPolicy {
  readonly minDelayTarget: number;
  readonly maxDelayTarget: number;
  readonly numRetries: number;
  readonly numMaxDelayRetries: number;
  readonly numNoDelayRetries: number;
  readonly numMinDelayRetries: number;
  readonly backoffFunction: BackoffFunction;
}

export const DEFAULT_RETRIES: HealthyRetryPolicy = {
  minDelayTarget: 20,
  maxDelayTarget: 20,
  numRetries: 3,
  numMaxDelayRetries: 0,
  numNoDelayRetries: 0,
  numMinDelayRetries: 0,
  backoffFunction: "linear",
};

export const DEFAULT_CONTENT_TYPE = "text/plain; charset=UTF-8";

/** Amazon SNS developer guide, "Creating an HTTP/S delivery policy". */
const RETRY_FORM: PolicyForm = {
  minDelayTarget: { min: 1, max: 3600 },
  maxDelayTarget: { min: 1, max: 3600 },
  numRetries: { min: 0, max: 100 },
  numMaxDelayRetries: { min: 0, max: 100 },
  numNoDelayRetries: { min: 0, max: 100 },
  numMinDelayRetries: { min: 0, max: 100 },
  backoffFunction: ["linear", "arithmetic", "geometric", "exponential"],
};
const THROTTLE_FORM: PolicyForm = { maxReceivesPerSecond: { min: 1, max: Number.MAX_SAFE_INTEGER } };
const REQUEST_FORM: PolicyForm = {
  headerContentType: [
    "text/css",
    "text/csv",
    "text/html",
    "text/plain",
    "text/xml",
    "application/atom+xml",
    "application/json",
    "application/octet-stream",
    "application/soap+xml",
    "application/x-www-form-urlencoded",
    "application/xhtml+xml",
    "application/xml",
  ].flatMap((type) => [type, `${type}; charset=UTF-8`]),
};

const SUBSCRIPTION_FORM: PolicyForm = {
  healthyRetryPolicy: RETRY_FORM,
  sicklyRetryPolicy: RETRY_FORM,
  throttlePolicy: THROTTLE_FORM,
  requestPolicy: REQUEST_FORM,
  guaranteed: "boolean",
};
const TOPIC_FORM: PolicyForm = {
  http: {
    defaultHealthyRetryPolicy: RETRY_FORM,
    defaultSicklyRetryPolicy: RETRY_FORM,
    defaultThrottlePolicy: THROTTLE_FORM,
    defaultRequestPolicy: REQUEST_FORM,
    disableSubscriptionOverrides: "boolean",
  },
};

/** The hard limit of the same document. */
const TOTAL_DELAY_MS_MAX = 3_600_000;

type Group = Readonly<Record<string, unknown>>;

/** A policy as it was written, for one of the two places that it can stand in. */
export interface WrittenPolicy {
  readonly retries: Group;
  readonly throttle: Group;
  readonly request: Group;
  readonly disableSubscriptionOverrides: boolean;
}

const NOTHING: WrittenPolicy = { retries: {}, throttle: {}, request: {}, disableSubscriptionOverrides: false };

/** Throws `DeliveryPolicyError`. */
export function readTopicPolicy(text: string | undefined): WrittenPolicy {
  if (text === undefined || text === "") return NOTHING;
  const http = groupOf(readPolicy(text, TOPIC_FORM), "http");
  return {
    retries: checkedRetries(groupOf(http, "defaultHealthyRetryPolicy")),
    throttle: groupOf(http, "defaultThrottlePolicy"),
    request: groupOf(http, "defaultRequestPolicy"),
    disableSubscriptionOverrides: http["disableSubscriptionOverrides"] === true,
  };
}

/** Throws `DeliveryPolicyError`. */
export function readSubscriptionPolicy(text: string | undefined): WrittenPolicy {
  if (text === undefined || text === "") return NOTHING;
  const policy = readPolicy(text, SUBSCRIPTION_FORM);
  return {
    retries: checkedRetries(groupOf(policy, "healthyRetryPolicy")),
    throttle: groupOf(policy, "throttlePolicy"),
    request: groupOf(policy, "requestPolicy"),
    disableSubscriptionOverrides: false,
  };
}

/** What holds for a subscription: its own policy over its topic's, unless the topic forbids it, over the defaults. */
export function effectivePolicy(topic: WrittenPolicy, subscription: WrittenPolicy): DeliveryPolicy {
  const own = topic.disableSubscriptionOverrides ? NOTHING : subscription;
  const retries = { ...DEFAULT_RETRIES, ...topic.retries, ...own.retries };
  const { maxReceivesPerSecond } = { ...topic.throttle, ...own.throttle } as { maxReceivesPerSecond?: unknown };
  const { headerContentType } = { ...topic.request, ...own.request } as { headerContentType?: unknown };
  return {
    retries,
    receivesPerSecondMax: typeof maxReceivesPerSecond === "number" ? maxReceivesPerSecond : undefined,
    contentType: typeof headerContentType === "string" ? headerContentType : DEFAULT_CONTENT_TYPE,
  };
}

/** The phases that a policy's numbers make: what is in none of the other phases is in the growing one. */
export function retryPlan({ retries }: Pick<DeliveryPolicy, "retries">): RetryPlan {
  const { numRetries, numNoDelayRetries: immediate, numMinDelayRetries: atMinimum } = retries;
  const { numMaxDelayRetries: atMaximum, minDelayTarget, maxDelayTarget, backoffFunction: backoff } = retries;
  return {
    immediate,
    atMinimum,
    growing: Math.max(0, numRetries - immediate - atMinimum - atMaximum),
    atMaximum,
    minimumDelayMs: minDelayTarget * 1_000,
    maximumDelayMs: maxDelayTarget * 1_000,
    backoff,
  };
}

function checkedRetries(group: Group): Group {
  const merged = { ...DEFAULT_RETRIES, ...group };
  const { minDelayTarget: min, numRetries } = merged;
  const max = "maxDelayTarget" in group ? merged.maxDelayTarget : Math.max(min, merged.maxDelayTarget);
  const phases = merged.numNoDelayRetries + merged.numMinDelayRetries + merged.numMaxDelayRetries;
  if (min > max) throw new DeliveryPolicyError("minDelayTarget must be less than or equal to maxDelayTarget");
  if (phases > numRetries)
    throw new DeliveryPolicyError(
      "numRetries must be greater than or equal to the sum of numNoDelayRetries, numMinDelayRetries and numMaxDelayRetries",
    );
  const checked = { ...group, maxDelayTarget: max };
  if (totalDelayMs(retryPlan({ retries: { ...DEFAULT_RETRIES, ...checked } })) > TOTAL_DELAY_MS_MAX)
    throw new DeliveryPolicyError("the retries must not take more than 3600 seconds together");
  return checked;
}

function groupOf(group: Group, name: string): Group {
  const inner = group[name];
  return typeof inner === "object" && inner !== null ? (inner as Group) : {};
}
