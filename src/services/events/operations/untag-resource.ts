import type { EventsDependencies, Operation } from "../operation.ts";
import { withTaggedResource } from "../tagged-resource.ts";

/** Throws `ResourceNotFoundException`. */
export function untagResource({ directory }: EventsDependencies): Operation<"UntagResource"> {
  return async ({ ResourceARN, TagKeys }, context) =>
    withTaggedResource(directory, context, ResourceARN, async ({ tags, put }) => {
      await put(Object.fromEntries(Object.entries(tags).filter(([key]) => !TagKeys.includes(key))));
      return {};
    });
}
