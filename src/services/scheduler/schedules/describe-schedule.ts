import type { SchedulerModel } from "../../../wire/index.ts";
import { arnOf, type Schedule } from "./schedule-record.ts";

/** A schedule as GetSchedule tells it. */
export function describeSchedule(schedule: Schedule): SchedulerModel.GetScheduleOutput {
  const { description, timeZone, startMs, endMs, windowMinutes, kmsKeyArn } = schedule;
  return {
    ...summariseSchedule(schedule),
    Target: schedule.target,
    ActionAfterCompletion: schedule.actionAfterCompletion,
    ScheduleExpression: schedule.expression,
    ScheduleExpressionTimezone: timeZone ?? "UTC",
    FlexibleTimeWindow:
      windowMinutes === 0 ? { Mode: "OFF" } : { Mode: "FLEXIBLE", MaximumWindowInMinutes: windowMinutes },
    ...(description === null ? {} : { Description: description }),
    ...(startMs === null ? {} : { StartDate: new Date(startMs) }),
    ...(endMs === null ? {} : { EndDate: new Date(endMs) }),
    ...(kmsKeyArn === null ? {} : { KmsKeyArn: kmsKeyArn }),
  };
}

/** A schedule as ListSchedules tells it. */
export function summariseSchedule(schedule: Schedule): SchedulerModel.ScheduleSummary {
  return {
    Arn: arnOf(schedule),
    CreationDate: new Date(schedule.createdMs),
    GroupName: schedule.group,
    LastModificationDate: new Date(schedule.modifiedMs),
    Name: schedule.name,
    State: schedule.state,
    Target: { Arn: schedule.target.Arn },
  };
}
