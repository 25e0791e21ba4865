import { existingGroup, groupNameOf } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function listTagsForResource({ logs }: LogsDependencies): Operation<"ListTagsForResource"> {
  return async (input, { scope }) => {
    const name = groupNameOf(scope, { logGroupIdentifier: input.resourceArn });
    return { tags: { ...(await existingGroup(logs, scope, name)).tags } };
  };
}
