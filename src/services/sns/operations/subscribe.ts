import { ownTopic, subscriptionArn, topicArn, type TopicName } from "../arn.ts";
import { snsError } from "../errors.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import type { ScopeRegistry } from "../scope-registry.ts";
import { newToken } from "../subscriptions/confirmation-token.ts";
import { accountOf, checkEndpoint } from "../subscriptions/endpoint-rules.ts";
import { newSubscriptionAttributes } from "../subscriptions/subscription-attributes.ts";
import type { SubscriptionRecord } from "../subscriptions/subscription-record.ts";
import type { OperationContext, SnsModel } from "../../../wire/index.ts";

/** Amazon SNS quotas: filter policies of a topic. */
const FILTER_POLICIES_MAX = 200;

/**
 * Makes a subscription, or answers the one of this endpoint. HTTP endpoints, addresses, and queues of another account must
 * confirm it. Throws `AwsError`.
 */
export function subscribe(dependencies: SnsDependencies): Operation<"Subscribe"> {
  const { registry, announcer } = dependencies;
  return async (input, context) => {
    const name = ownTopic(input.TopicArn, context, "Subscribe");
    const topics = await registry.scope(name.scope);
    const record = await topics.change(() => make(dependencies, topics, name, input, context));
    if (record.state === "confirmed") return { SubscriptionArn: record.arn };
    if (record.protocol !== "email" && record.protocol !== "email-json") await announcer.askToConfirm(record);
    return { SubscriptionArn: input.ReturnSubscriptionArn === true ? record.arn : "pending confirmation" };
  };
}

async function make(
  dependencies: SnsDependencies,
  topics: ScopeRegistry,
  name: TopicName,
  input: SnsModel.SubscribeInput,
  context: OperationContext,
): Promise<SubscriptionRecord> {
  const topic = topics.existingTopic(name.name);
  const protocol = input.Protocol;
  const endpoint = checkEndpoint(protocol, input.Endpoint, topic);
  const attributes = newSubscriptionAttributes(input.Attributes ?? {}, { protocol, endpoint, topic });
  const all = topics.subscriptions(name.name);
  const existing = all.find(
    ({ record }) => record.protocol === protocol && record.endpoint === endpoint && record.state !== "deleted",
  );
  if (existing !== undefined) {
    if (!Object.entries(attributes).every(([key, value]) => existing.record.attributes[key] === value))
      throw snsError("subscription-with-other-attributes");
    return existing.record;
  }
  if (attributes["FilterPolicy"] !== undefined && all.filter(({ filter }) => filter).length >= FILTER_POLICIES_MAX)
    throw snsError("too-many-filter-policies", { max: FILTER_POLICIES_MAX });
  const record = newSubscription(dependencies, name, { protocol, endpoint, attributes }, context);
  await topics.putSubscription(record);
  return record;
}

function newSubscription(
  { clock, random }: SnsDependencies,
  name: TopicName,
  wanted: Pick<SubscriptionRecord, "protocol" | "endpoint" | "attributes">,
  { caller, origin }: OperationContext,
): SubscriptionRecord {
  const isPending = mustConfirm(wanted, caller.accountId);
  return {
    form: 1,
    arn: subscriptionArn({ ...name, id: random.uuid() }),
    topicArn: topicArn(name.scope, name.name),
    ...wanted,
    owner: name.scope.accountId,
    principal: caller.arn,
    state: isPending ? "pending" : "confirmed",
    sinceMs: clock.nowMs(),
    token: isPending ? newToken(random) : null,
    confirmedBySignature: !isPending,
    authenticateOnUnsubscribe: false,
    origin,
  };
}

/** Functions of other accounts need not: their policies say who may invoke them. */
function mustConfirm(
  { protocol, endpoint }: Pick<SubscriptionRecord, "protocol" | "endpoint">,
  account: string,
): boolean {
  if (protocol === "sqs") return accountOf(protocol, endpoint) !== account;
  return protocol !== "lambda" && protocol !== "sms";
}
