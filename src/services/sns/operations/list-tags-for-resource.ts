import { ownTopic } from "../arn.ts";
import { snsError } from "../errors.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { shownTags } from "../tags.ts";

/** Throws `ResourceNotFoundException`. */
export function listTagsForResource({ registry }: SnsDependencies): Operation<"ListTagsForResource"> {
  return async ({ ResourceArn }, context) => {
    const { scope, name } = ownTopic(ResourceArn, context, "ListTagsForResource", "ResourceArn");
    const topic = (await registry.scope(scope)).topic(name);
    if (topic === undefined) throw snsError("resource-not-found");
    return { Tags: shownTags(topic.tags) };
  };
}
