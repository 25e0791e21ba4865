import { ownTopic } from "../arn.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { shownTopicAttributes } from "../topics/topic-attributes.ts";

/** Throws `NotFoundException`. */
export function getTopicAttributes({ registry }: SnsDependencies): Operation<"GetTopicAttributes"> {
  return async ({ TopicArn }, context) => {
    const name = ownTopic(TopicArn, context, "GetTopicAttributes");
    const { topic, registry: topics } = await registry.topic(name);
    return { Attributes: shownTopicAttributes(name, topic, topics.subscriptions(name.name)) };
  };
}
