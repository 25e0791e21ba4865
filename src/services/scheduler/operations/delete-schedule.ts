import { DEFAULT_GROUP } from "../arn.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";

/** What has begun to fire goes on; nothing new does. Throws `ResourceNotFoundException`. */
export function deleteSchedule({ groups, schedules }: SchedulerDependencies): Operation<"DeleteSchedule"> {
  return async ({ Name, GroupName = DEFAULT_GROUP }, { scope }) => {
    await groups.get(scope, GroupName);
    await schedules.remove([await schedules.get(scope, GroupName, Name)]);
    return {};
  };
}
