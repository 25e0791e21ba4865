import type { EventsDependencies, Operation } from "../operation.ts";
import { withTaggedResource } from "../tagged-resource.ts";
import { tagList } from "../tags.ts";

/** Throws `ResourceNotFoundException`. */
export function listTagsForResource({ directory }: EventsDependencies): Operation<"ListTagsForResource"> {
  return async ({ ResourceARN }, context) =>
    withTaggedResource(directory, context, ResourceARN, async ({ tags }) => ({ Tags: tagList(tags) }));
}
