import { ownTopic } from "../arn.ts";
import { pageOf } from "../list-page.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { shownSubscription } from "../subscriptions/shown-subscription.ts";

/** Subscriptions of a topic, 100 at a time. Throws `NotFoundException`, `InvalidParameterException`. */
export function listSubscriptionsByTopic({ registry }: SnsDependencies): Operation<"ListSubscriptionsByTopic"> {
  return async ({ TopicArn, NextToken }, context) => {
    const name = ownTopic(TopicArn, context, "ListSubscriptionsByTopic");
    const { registry: topics } = await registry.topic(name);
    const { items, nextToken } = pageOf(topics.subscriptions(name.name), ({ record }) => record.arn, NextToken);
    return { Subscriptions: items.map(shownSubscription), NextToken: nextToken };
  };
}
