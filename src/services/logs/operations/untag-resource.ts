import { groupNameOf } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";
import { withoutTags } from "../tag-writer.ts";

/** Throws `ResourceNotFoundException`. */
export function untagResource({ tags }: LogsDependencies): Operation<"UntagResource"> {
  return async (input, { scope }) => {
    const name = groupNameOf(scope, { logGroupIdentifier: input.resourceArn });
    await tags.update(scope, name, (before) => withoutTags(before, input.tagKeys));
  };
}
