import { ownTopic } from "../arn.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { withAttribute } from "../topics/topic-attributes.ts";

/** Throws `NotFoundException`, `InvalidParameterException`. */
export function setTopicAttributes({ registry }: SnsDependencies): Operation<"SetTopicAttributes"> {
  return async ({ TopicArn, AttributeName, AttributeValue = "" }, context) => {
    const { scope, name } = ownTopic(TopicArn, context, "SetTopicAttributes");
    const topics = await registry.scope(scope);
    await topics.change(async () => {
      await topics.putTopic(withAttribute(topics.existingTopic(name), AttributeName, AttributeValue));
    });
  };
}
