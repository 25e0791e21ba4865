import { ownTopic } from "../arn.ts";
import { snsError } from "../errors.ts";
import type { Operation, SnsDependencies } from "../operation.ts";

/** Keys that the topic has not are no error. Throws `ResourceNotFoundException`. */
export function untagResource({ registry }: SnsDependencies): Operation<"UntagResource"> {
  return async ({ ResourceArn, TagKeys }, context) => {
    const { scope, name } = ownTopic(ResourceArn, context, "UntagResource", "ResourceArn");
    const removed = new Set(TagKeys);
    const topics = await registry.scope(scope);
    await topics.change(async () => {
      const topic = topics.topic(name);
      if (topic === undefined) throw snsError("resource-not-found");
      const tags = Object.fromEntries(Object.entries(topic.tags).filter(([key]) => !removed.has(key)));
      await topics.putTopic({ ...topic, tags });
    });
    return {};
  };
}
