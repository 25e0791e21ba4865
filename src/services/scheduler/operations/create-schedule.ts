import { isDeepStrictEqual } from "node:util";
import { DEFAULT_GROUP, scheduleArn } from "../arn.ts";
import { schedulerError } from "../errors.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";
import { settingsOf } from "../schedules/schedule-input.ts";
import { type Schedule, scheduleKey, type ScheduleSettings } from "../schedules/schedule-record.ts";

/** Throws `ValidationException`, `ResourceNotFoundException` for the group, `ConflictException` for the name. */
export function createSchedule(dependencies: SchedulerDependencies): Operation<"CreateSchedule"> {
  const { groups, schedules, plan, clock, random } = dependencies;
  return async (input, { scope }) => {
    const nowMs = clock.nowMs();
    const settings = settingsOf(input, nowMs, null);
    const { Name: name, GroupName: group = DEFAULT_GROUP, ClientToken: clientToken = null } = input;
    const answer = { ScheduleArn: scheduleArn(scope, group, name) };
    await groups.active(scope, group);
    const former = await schedules.find(scheduleKey(scope, group, name));
    if (former !== undefined && isSameRequest(former, settings, clientToken)) return answer;
    if (former !== undefined) throw schedulerError("schedule-exists", { name });
    const schedule: Schedule = {
      ...settings,
      scope,
      group,
      name,
      version: 0,
      createdMs: nowMs,
      modifiedMs: nowMs,
      rateStartMs: settings.startMs ?? nowMs,
      generation: random.hex(8),
      clientToken,
    };
    // A rate begins at this very moment, so that it is not past yet.
    await plan.begin(schedule, nowMs - 1);
    await schedules.create(schedule);
    await refuseInDeletedGroup(dependencies, schedule);
    return answer;
  };
}

/** The group may have been deleted meanwhile, by somebody who has not seen this schedule. */
async function refuseInDeletedGroup({ groups, schedules }: SchedulerDependencies, schedule: Schedule): Promise<void> {
  const group = await groups.find(schedule.scope, schedule.group);
  if (group?.state === "ACTIVE") return;
  await schedules.remove([schedule]);
  throw schedulerError("group-not-found", { name: schedule.group });
}

function isSameRequest(former: Schedule, settings: ScheduleSettings, clientToken: string | null): boolean {
  if (clientToken === null || former.clientToken !== clientToken) return false;
  return isDeepStrictEqual({ ...former, ...settings }, former);
}
