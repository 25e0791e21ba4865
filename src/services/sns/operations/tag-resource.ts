import { ownTopic } from "../arn.ts";
import { snsError } from "../errors.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { checkTags, readTags } from "../tags.ts";

/** Throws `ResourceNotFoundException`, `InvalidParameterException`, `TagLimitExceededException`. */
export function tagResource({ registry }: SnsDependencies): Operation<"TagResource"> {
  return async ({ ResourceArn, Tags }, context) => {
    const { scope, name } = ownTopic(ResourceArn, context, "TagResource", "ResourceArn");
    const added = readTags(Tags);
    const topics = await registry.scope(scope);
    await topics.change(async () => {
      const topic = topics.topic(name);
      if (topic === undefined) throw snsError("resource-not-found");
      await topics.putTopic({ ...topic, tags: checkTags({ ...topic.tags, ...added }) });
    });
    return {};
  };
}
