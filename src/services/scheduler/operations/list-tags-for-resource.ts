import { groupOfArn } from "../arn.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function listTagsForResource({ groups }: SchedulerDependencies): Operation<"ListTagsForResource"> {
  return async ({ ResourceArn }, { scope }) => {
    const { tags } = await groups.get(scope, groupOfArn(scope, ResourceArn));
    return { Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) };
  };
}
