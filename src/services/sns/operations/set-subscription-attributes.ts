import { checkOwner, parseSubscriptionArn, subscriptionArn } from "../arn.ts";
import { snsError } from "../errors.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { withSubscriptionAttribute } from "../subscriptions/subscription-attributes.ts";

/** Throws `NotFoundException`, `InvalidParameterException`. */
export function setSubscriptionAttributes({ registry }: SnsDependencies): Operation<"SetSubscriptionAttributes"> {
  return async ({ SubscriptionArn, AttributeName, AttributeValue = "" }, context) => {
    const name = parseSubscriptionArn(SubscriptionArn);
    checkOwner(name, SubscriptionArn, context, "SetSubscriptionAttributes", "SubscriptionArn");
    const topics = await registry.scope(name.scope);
    await topics.change(async () => {
      const found = topics.subscription(subscriptionArn(name));
      if (found === undefined || found.record.state === "deleted") throw snsError("subscription-not-found");
      const topic = topics.existingTopic(name.name);
      await topics.putSubscription(withSubscriptionAttribute(found.record, topic, AttributeName, AttributeValue));
    });
  };
}
