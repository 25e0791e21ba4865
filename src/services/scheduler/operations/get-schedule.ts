import { DEFAULT_GROUP } from "../arn.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";
import { describeSchedule } from "../schedules/describe-schedule.ts";

/** Throws `ResourceNotFoundException`. */
export function getSchedule({ groups, schedules }: SchedulerDependencies): Operation<"GetSchedule"> {
  return async ({ Name, GroupName = DEFAULT_GROUP }, { scope }) => {
    await groups.get(scope, GroupName);
    return describeSchedule(await schedules.get(scope, GroupName, Name));
  };
}
