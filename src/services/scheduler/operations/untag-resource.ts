import { groupOfArn } from "../arn.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";

/** Throws `ResourceNotFoundException`, `ConflictException`. */
export function untagResource({ groups }: SchedulerDependencies): Operation<"UntagResource"> {
  return async ({ ResourceArn, TagKeys }, { scope }) => {
    const group = await groups.active(scope, groupOfArn(scope, ResourceArn));
    const kept = Object.entries(group.tags).filter(([key]) => !TagKeys.includes(key));
    await groups.write(scope, { ...group, tags: Object.fromEntries(kept) });
    return {};
  };
}
