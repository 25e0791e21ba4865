import { isDeepStrictEqual } from "node:util";
import { groupArn } from "../arn.ts";
import { schedulerError } from "../errors.ts";
import { withTags } from "../groups/tags.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";

/** Throws `ConflictException` when there is one, `ValidationException` for its tags. */
export function createScheduleGroup({ groups, clock }: SchedulerDependencies): Operation<"CreateScheduleGroup"> {
  return async ({ Name: name, ClientToken: clientToken = null, Tags = [] }, { scope }) => {
    const tags = withTags({}, Tags);
    const former = await groups.find(scope, name);
    const isSame = clientToken !== null && former?.clientToken === clientToken && isDeepStrictEqual(former.tags, tags);
    if (former !== undefined && !isSame) throw schedulerError("group-exists", { name });
    const nowMs = clock.nowMs();
    if (former === undefined)
      await groups.write(scope, {
        name,
        state: "ACTIVE",
        createdMs: nowMs,
        modifiedMs: nowMs,
        tags,
        clientToken,
        version: 0,
      });
    return { ScheduleGroupArn: groupArn(scope, name) };
  };
}
