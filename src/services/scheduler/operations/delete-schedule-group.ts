import { DEFAULT_GROUP } from "../arn.ts";
import { schedulerError } from "../errors.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";

/**
 * The group is DELETING until its schedules are deleted, which goes on after a restart; asked again meanwhile, it answers the
 * same. Throws `ResourceNotFoundException`, and `ValidationException` for the default group.
 */
export function deleteScheduleGroup({ groups, plan, clock }: SchedulerDependencies): Operation<"DeleteScheduleGroup"> {
  return async ({ Name: name }, { scope }) => {
    if (name === DEFAULT_GROUP) throw schedulerError("default-group");
    const group = await groups.get(scope, name);
    if (group.state !== "DELETING")
      await groups.write(scope, { ...group, state: "DELETING", modifiedMs: clock.nowMs() });
    await plan.deleteGroup({ scope, group: name });
    return {};
  };
}
