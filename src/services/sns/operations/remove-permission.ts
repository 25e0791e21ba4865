import { ownTopic } from "../arn.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { defaultPolicy, withoutStatement } from "../topics/topic-policy.ts";

/** Takes a statement from the topic's policy; a label that is not there is no error. Throws `NotFoundException`. */
export function removePermission({ registry }: SnsDependencies): Operation<"RemovePermission"> {
  return async ({ TopicArn, Label }, context) => {
    const name = ownTopic(TopicArn, context, "RemovePermission");
    const topics = await registry.scope(name.scope);
    await topics.change(async () => {
      const topic = topics.existingTopic(name.name);
      const Policy = withoutStatement(topic.attributes["Policy"] ?? defaultPolicy(name), Label);
      await topics.putTopic({ ...topic, attributes: { ...topic.attributes, Policy } });
    });
  };
}
