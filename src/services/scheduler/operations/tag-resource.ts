import { groupOfArn } from "../arn.ts";
import { withTags } from "../groups/tags.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";

/** Groups alone have tags. Throws `ResourceNotFoundException`, `ValidationException`, `ConflictException`. */
export function tagResource({ groups }: SchedulerDependencies): Operation<"TagResource"> {
  return async ({ ResourceArn, Tags }, { scope }) => {
    const group = await groups.active(scope, groupOfArn(scope, ResourceArn));
    await groups.write(scope, { ...group, tags: withTags(group.tags, Tags) });
    return {};
  };
}
