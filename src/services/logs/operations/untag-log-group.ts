import type { LogsDependencies, Operation } from "../operation.ts";
import { withoutTags } from "../tag-writer.ts";

/** Throws `ResourceNotFoundException`. */
export function untagLogGroup({ tags }: LogsDependencies): Operation<"UntagLogGroup"> {
  return async (input, { scope }) => {
    await tags.update(scope, input.logGroupName, (before) => withoutTags(before, input.tags));
  };
}
