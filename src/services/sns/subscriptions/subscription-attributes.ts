import { arnParts } from "../arn.ts";
import { deadLetterQueue } from "../delivery/redrive-policy.ts";
import { snsError } from "../errors.ts";
import { FilterPolicyError } from "../filter/filter-policy-error.ts";
import { compileFilterPolicy, filterScopeOf, isEmptyPolicy } from "../filter/filter-policy.ts";
import { DeliveryPolicyError } from "../retries/delivery-policy-error.ts";
import {
  effectivePolicy,
  readSubscriptionPolicy,
  readTopicPolicy,
  type DeliveryPolicy,
} from "../retries/delivery-policy.ts";
import type { TopicRecord } from "../topics/topic-record.ts";
import { isHttp, type SubscriptionRecord } from "./subscription-record.ts";

type Attributes = Readonly<Record<string, string>>;

/** What the checks of an attribute look at. */
interface Circumstances {
  readonly protocol: string;
  readonly endpoint: string;
  readonly topic: TopicRecord;
  /** Reads before reasons when attributes come with Subscribe. */
  readonly prefix: "Attributes Reason: " | "";
}

/** Changes the attributes that a subscription has so far; throws an error with AWS's words. */
type Setter = (value: string, attributes: Attributes, circumstances: Circumstances) => Attributes;

/** SNS API reference, SetSubscriptionAttributes. */
const SETTERS: ReadonlyMap<string, Setter> = new Map<string, Setter>([
  ["RawMessageDelivery", setRawDelivery],
  ["FilterPolicyScope", setFilterScope],
  ["FilterPolicy", setFilterPolicy],
  ["DeliveryPolicy", setDeliveryPolicy],
  ["RedrivePolicy", setRedrivePolicy],
  ["SubscriptionRoleArn", (value, attributes) => ({ ...attributes, SubscriptionRoleArn: value })],
  [
    "ReplayPolicy",
    (_value, _attributes, { prefix }) => {
      throw refusal(prefix, "ReplayPolicy: Hearth keeps no archive of messages to replay");
    },
  ],
]);

/** Checks the attributes that come with Subscribe. Throws `InvalidParameterException`. */
export function newSubscriptionAttributes(given: Attributes, circumstances: Omit<Circumstances, "prefix">): Attributes {
  let attributes: Attributes = {};
  for (const name of Object.keys(given))
    if (!SETTERS.has(name)) throw refusal("Attributes Reason: ", `Unknown attribute: ${name}`);
  // In the order of the setters: what a filter policy may be depends on its scope.
  for (const [name, set] of SETTERS) {
    const value = given[name];
    if (value !== undefined) attributes = set(value, attributes, { ...circumstances, prefix: "Attributes Reason: " });
  }
  return attributes;
}

/** A subscription after one attribute was set. Throws `InvalidParameterException`. */
export function withSubscriptionAttribute(
  subscription: SubscriptionRecord,
  topic: TopicRecord,
  name: string,
  value: string,
): SubscriptionRecord {
  const set = SETTERS.get(name);
  if (set === undefined) throw snsError("invalid-member", { member: "AttributeName" });
  const { protocol, endpoint } = subscription;
  return {
    ...subscription,
    attributes: set(value, subscription.attributes, { protocol, endpoint, topic, prefix: "" }),
  };
}

/** As GetSubscriptionAttributes answers them. */
export function shownSubscriptionAttributes(subscription: SubscriptionRecord, topic: TopicRecord): Attributes {
  const { attributes } = subscription;
  const policy = attributes["FilterPolicy"];
  return {
    SubscriptionPrincipal: subscription.principal,
    Owner: subscription.owner,
    RawMessageDelivery: "false",
    TopicArn: subscription.topicArn,
    Endpoint: subscription.endpoint,
    Protocol: subscription.protocol,
    PendingConfirmation: String(subscription.state === "pending"),
    ConfirmationWasAuthenticated: String(subscription.confirmedBySignature),
    SubscriptionArn: subscription.arn,
    ...without(attributes, "FilterPolicyScope"),
    ...(policy === undefined ? {} : { FilterPolicyScope: filterScopeOf(attributes) }),
    ...(isHttp(subscription) ? { EffectiveDeliveryPolicy: effectiveDeliveryPolicy(subscription, topic) } : {}),
  };
}

function effectiveDeliveryPolicy({ attributes }: SubscriptionRecord, topic: TopicRecord): string {
  const { retries, receivesPerSecondMax, contentType }: DeliveryPolicy = effectivePolicy(
    readTopicPolicy(topic.attributes["DeliveryPolicy"]),
    readSubscriptionPolicy(attributes["DeliveryPolicy"]),
  );
  return JSON.stringify({
    healthyRetryPolicy: retries,
    sicklyRetryPolicy: null,
    throttlePolicy: receivesPerSecondMax === undefined ? null : { maxReceivesPerSecond: receivesPerSecondMax },
    requestPolicy: { headerContentType: contentType },
    guaranteed: false,
  });
}

function setRawDelivery(value: string, attributes: Attributes, { protocol, prefix }: Circumstances): Attributes {
  const flag = value.toLowerCase();
  if (flag !== "true" && flag !== "false")
    throw refusal(prefix, `RawMessageDelivery: Invalid value [${value}]. Must be true or false.`);
  if (flag === "true" && protocol !== "sqs" && protocol !== "http" && protocol !== "https")
    throw refusal(prefix, `Delivery protocol [${protocol}] does not support raw message delivery.`);
  return { ...attributes, RawMessageDelivery: flag };
}

function setFilterScope(value: string, attributes: Attributes, { prefix }: Circumstances): Attributes {
  if (value !== "MessageAttributes" && value !== "MessageBody")
    throw refusal(
      prefix,
      `FilterPolicyScope: Invalid value [${value}]. Please use either MessageBody or MessageAttributes`,
    );
  const changed = { ...attributes, FilterPolicyScope: value };
  checkFilter(changed, prefix);
  return changed;
}

function setFilterPolicy(value: string, attributes: Attributes, { prefix }: Circumstances): Attributes {
  if (isEmptyPolicy(value)) return without(attributes, "FilterPolicy");
  const changed = { ...attributes, FilterPolicy: value };
  checkFilter(changed, prefix);
  return changed;
}

function checkFilter(attributes: Attributes, prefix: Circumstances["prefix"]): void {
  const policy = attributes["FilterPolicy"];
  if (policy === undefined) return;
  try {
    compileFilterPolicy(policy, filterScopeOf(attributes));
  } catch (error) {
    if (!(error instanceof FilterPolicyError)) throw error;
    throw refusal(prefix, `${error.isNamed ? "FilterPolicy: " : ""}${error.message}`);
  }
}

function setDeliveryPolicy(value: string, attributes: Attributes, circumstances: Circumstances): Attributes {
  const { protocol, prefix } = circumstances;
  if (value === "") return without(attributes, "DeliveryPolicy");
  if (!isHttp(circumstances))
    throw refusal(prefix, `DeliveryPolicy: Delivery protocol [${protocol}] does not support delivery policies.`);
  try {
    readSubscriptionPolicy(value);
  } catch (error) {
    if (!(error instanceof DeliveryPolicyError)) throw error;
    throw refusal(prefix, `DeliveryPolicy: ${error.message}`);
  }
  return { ...attributes, DeliveryPolicy: value };
}

function setRedrivePolicy(value: string, attributes: Attributes, circumstances: Circumstances): Attributes {
  const { prefix, topic, endpoint } = circumstances;
  if (value === "") return without(attributes, "RedrivePolicy");
  let queue: string | undefined;
  try {
    queue = deadLetterQueue(value);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw refusal(prefix, "RedrivePolicy: failed to parse JSON.");
  }
  const parts = arnParts(queue ?? "");
  if (queue === undefined || parts?.[0] !== "arn" || parts[2] !== "sqs")
    throw refusal(prefix, "RedrivePolicy: deadLetterTargetArn is an invalid arn");
  if (topic.name.endsWith(".fifo") && endpoint.endsWith(".fifo") && !queue.endsWith(".fifo"))
    throw refusal(prefix, "RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.");
  return { ...attributes, RedrivePolicy: value };
}

function without(attributes: Attributes, name: string): Attributes {
  const { [name]: _, ...rest } = attributes;
  return rest;
}

function refusal(prefix: string, reason: string): Error {
  return snsError("attribute", { prefix, reason });
}
