import { existingGroup } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function listTagsLogGroup({ logs }: LogsDependencies): Operation<"ListTagsLogGroup"> {
  return async (input, { scope }) => ({ tags: { ...(await existingGroup(logs, scope, input.logGroupName)).tags } });
}
