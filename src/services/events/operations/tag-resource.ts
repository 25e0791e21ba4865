import type { EventsDependencies, Operation } from "../operation.ts";
import { withTaggedResource } from "../tagged-resource.ts";
import { tagsOf } from "../tags.ts";

/** Throws `ResourceNotFoundException`, and `ValidationException` for too many tags. */
export function tagResource({ directory }: EventsDependencies): Operation<"TagResource"> {
  return async ({ ResourceARN, Tags }, context) =>
    withTaggedResource(directory, context, ResourceARN, async ({ tags, put }) => {
      await put(tagsOf(Tags, tags));
      return {};
    });
}
