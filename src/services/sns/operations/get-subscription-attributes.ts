import { checkOwner, parseSubscriptionArn } from "../arn.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { shownSubscriptionAttributes } from "../subscriptions/subscription-attributes.ts";

/** Throws `NotFoundException`. */
export function getSubscriptionAttributes({ registry }: SnsDependencies): Operation<"GetSubscriptionAttributes"> {
  return async ({ SubscriptionArn }, context) => {
    const name = parseSubscriptionArn(SubscriptionArn);
    checkOwner(name, SubscriptionArn, context, "GetSubscriptionAttributes", "SubscriptionArn");
    const { record } = await registry.subscription(name);
    const { topic } = await registry.topic(name);
    return { Attributes: shownSubscriptionAttributes(record, topic) };
  };
}
