import type { AwsError } from "../../../wire/index.ts";
import { topicArn, type TopicName } from "../arn.ts";
import { snsError } from "../errors.ts";
import { DeliveryPolicyError } from "../retries/delivery-policy-error.ts";
import { DEFAULT_CONTENT_TYPE, DEFAULT_RETRIES, readTopicPolicy } from "../retries/delivery-policy.ts";
import type { Subscribed } from "../scope-registry.ts";
import { policyFault, defaultPolicy } from "./topic-policy.ts";
import { isFifo, type TopicRecord } from "./topic-record.ts";

/** Answers why a value is refused, in AWS's words where they are known. */
type Check = (value: string, fifo: boolean) => string | undefined;

const anything: Check = () => undefined;
const FIFO_ONLY = "is only valid for FIFO topics";

function oneOf(name: string, ...values: readonly string[]): Check {
  return (value) => (values.includes(value) ? undefined : `${name}: Invalid value [${value}].`);
}

function forFifo(name: string, check: Check): Check {
  return (value, fifo) => (fifo ? check(value, fifo) : `${name} ${FIFO_ONLY}`);
}

function sampleRate(name: string): Check {
  return (value) =>
    /^\d{1,3}$/.test(value) && Number(value) <= 100
      ? undefined
      : `${name}: ${value} value provided is not an integer between 0-100`;
}

function deliveryPolicy(value: string): string | undefined {
  try {
    readTopicPolicy(value);
    return undefined;
  } catch (error) {
    if (error instanceof DeliveryPolicyError) return `DeliveryPolicy: ${error.message}`;
    throw error;
  }
}

function messageSize(value: string): string | undefined {
  return /^\d{1,7}$/.test(value) && Number(value) >= 1_024 && Number(value) <= 1_048_576
    ? undefined
    : `MaximumMessageSize: Invalid value [${value}]. Must be an integer from 1024 to 1048576.`;
}

const FEEDBACK = ["HTTP", "Firehose", "Lambda", "Application", "SQS"].flatMap((protocol): [string, Check][] => [
  [`${protocol}SuccessFeedbackRoleArn`, anything],
  [`${protocol}FailureFeedbackRoleArn`, anything],
  [`${protocol}SuccessFeedbackSampleRate`, sampleRate(`${protocol}SuccessFeedbackSampleRate`)],
]);

/** SNS API reference, SetTopicAttributes. */
const CHECKS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["DeliveryPolicy", deliveryPolicy],
  ["DisplayName", (value) => (value.length <= 100 ? undefined : "DisplayName: must be at most 100 characters long")],
  ["Policy", policyFault],
  ["TracingConfig", oneOf("TracingConfig", "PassThrough", "Active")],
  ["KmsMasterKeyId", anything],
  ["SignatureVersion", oneOf("SignatureVersion", "1", "2")],
  [
    "ContentBasedDeduplication",
    (value, fifo) =>
      fifo || value === "false"
        ? oneOf("ContentBasedDeduplication", "true", "false")(value, fifo)
        : "Content-based deduplication can only be set for FIFO topics",
  ],
  ["FifoThroughputScope", forFifo("FifoThroughputScope", oneOf("FifoThroughputScope", "Topic", "MessageGroup"))],
  ["ArchivePolicy", () => "ArchivePolicy: Hearth keeps no archive of messages"],
  ["MaximumMessageSize", messageSize],
  ...FEEDBACK,
]);

/** Checks attributes that a topic is made with. Throws `InvalidParameterException`. */
export function checkNewAttributes(
  given: Readonly<Record<string, string>>,
  fifo: boolean,
): Readonly<Record<string, string>> {
  for (const [name, value] of Object.entries(given)) {
    if (name === "FifoTopic") continue;
    const check = CHECKS.get(name);
    if (check === undefined) throw snsError("unknown-attribute", { name });
    refuse(check(value, fifo), "Attributes Reason: ");
  }
  const { FifoTopic: _, ...rest } = given;
  return fifo ? { ContentBasedDeduplication: "false", ...rest, FifoTopic: "true" } : rest;
}

/** The attributes of a topic after one was set. Throws `InvalidParameterException`. */
export function withAttribute(topic: TopicRecord, name: string, value: string): TopicRecord {
  const check = CHECKS.get(name);
  if (check === undefined) throw snsError("invalid-member", { member: "AttributeName" });
  const isRemoval = value === "" && REMOVABLE.has(name);
  if (!isRemoval) refuse(check(value, isFifo(topic)), "");
  const { [name]: _, ...others } = topic.attributes;
  return { ...topic, attributes: isRemoval ? others : { ...others, [name]: value } };
}

/** An empty value takes these away, and the default holds again. */
const REMOVABLE = new Set(["DeliveryPolicy", "KmsMasterKeyId", "Policy", ...FEEDBACK.map(([name]) => name)]);

/** As GetTopicAttributes answers them. */
export function shownTopicAttributes(
  name: TopicName,
  topic: TopicRecord,
  subscriptions: readonly Subscribed[],
): Readonly<Record<string, string>> {
  const count = (state: string): string => String(subscriptions.filter(({ record }) => record.state === state).length);
  return {
    Policy: defaultPolicy(name),
    DisplayName: "",
    ...topic.attributes,
    EffectiveDeliveryPolicy: effectiveDeliveryPolicy(topic),
    Owner: name.scope.accountId,
    SubscriptionsConfirmed: count("confirmed"),
    SubscriptionsPending: count("pending"),
    SubscriptionsDeleted: String(topic.subscriptionsDeleted),
    TopicArn: topicArn(name.scope, name.name),
  };
}

function effectiveDeliveryPolicy({ attributes }: TopicRecord): string {
  const { retries, throttle, request, disableSubscriptionOverrides } = readTopicPolicy(attributes["DeliveryPolicy"]);
  return JSON.stringify({
    http: {
      defaultHealthyRetryPolicy: { ...DEFAULT_RETRIES, ...retries },
      disableSubscriptionOverrides,
      ...(Object.keys(throttle).length === 0 ? {} : { defaultThrottlePolicy: throttle }),
      defaultRequestPolicy: { headerContentType: DEFAULT_CONTENT_TYPE, ...request },
    },
  });
}

function refuse(reason: string | undefined, prefix: string): void {
  if (reason !== undefined) throw attributeError(prefix, reason);
}

function attributeError(prefix: string, reason: string): AwsError {
  return snsError("attribute", { prefix, reason });
}
