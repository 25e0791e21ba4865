import type { Scope } from "../../base/index.ts";
import type { OperationContext } from "../../wire/index.ts";
import { snsError } from "./errors.ts";

/** A topic by its ARN. */
export interface TopicName {
  readonly scope: Scope;
  readonly name: string;
}

/** A subscription by its ARN. */
export interface SubscriptionName extends TopicName {
  readonly id: string;
}

/** `arn:aws:sns:REGION:ACCOUNT:NAME`. */
export function topicArn({ region, accountId }: Scope, name: string): string {
  return `arn:aws:sns:${region}:${accountId}:${name}`;
}

/** `arn:aws:sns:REGION:ACCOUNT:NAME:ID`. */
export function subscriptionArn({ scope, name, id }: SubscriptionName): string {
  return `${topicArn(scope, name)}:${id}`;
}

/** The parts of any ARN; the last one may contain colons. Undefined when there are fewer than six. */
export function arnParts(arn: string): readonly string[] | undefined {
  const parts = arn.split(":");
  return parts.length < 6 ? undefined : [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/** Throws `InvalidParameterException`, as `member` of the input. */
export function parseTopicArn(arn: string | undefined, member: "TopicArn" | "ResourceArn" = "TopicArn"): TopicName {
  const [scope, name, ...more] = snsParts(arn, member);
  if (name === undefined || name === "" || more.length > 0) throw snsError("invalid-member", { member });
  return { scope, name };
}

/** Throws `InvalidParameterException`. */
export function parseSubscriptionArn(arn: string | undefined): SubscriptionName {
  const [scope, name, id, ...more] = snsParts(arn, "SubscriptionArn");
  if (name === undefined || id === undefined || more.length > 0) throw snsError("subscription-id");
  return { scope, name, id };
}

/**
 * The topic that a request is about. Throws `InvalidParameterException` for one of another region, and
 * `AuthorizationErrorException` for one of another account: policies are kept, but open no topic to others yet.
 */
export function ownTopic(
  arn: string | undefined,
  { scope, caller }: OperationContext,
  action: string,
  member: "TopicArn" | "ResourceArn" = "TopicArn",
): TopicName {
  const topic = parseTopicArn(arn, member);
  checkOwner(topic, arn ?? "", { scope, caller }, action, member);
  return topic;
}

/** The same for the scope of any resource. */
export function checkOwner(
  { scope: of }: TopicName,
  arn: string,
  { scope, caller }: Pick<OperationContext, "scope" | "caller">,
  action: string,
  member: string,
): void {
  if (of.region !== scope.region) throw snsError("invalid-member", { member });
  if (of.accountId !== scope.accountId) throw snsError("not-authorized", { caller: caller.arn, action, arn });
}

function snsParts(arn: string | undefined, member: string): readonly [Scope, ...string[]] {
  const parts = (arn ?? "").split(":");
  if (parts.length < 6) throw snsError("short-arn", { member, count: parts.length });
  const [prefix, partition, service, region = "", accountId = "", ...rest] = parts;
  if (prefix !== "arn" || partition !== "aws" || service !== "sns" || region === "" || accountId === "")
    throw snsError("invalid-member", { member });
  return [{ region, accountId }, ...rest];
}
