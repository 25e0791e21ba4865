import { DEFAULT_GROUP } from "../arn.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";
import { settingsOf } from "../schedules/schedule-input.ts";
import { arnOf, type Schedule } from "../schedules/schedule-record.ts";

/**
 * Replaces all settings; what is not given gets its default, as the API reference warns. A rate goes on in its rhythm unless
 * its expression or start is changed. Throws `ValidationException`, `ResourceNotFoundException`, `ConflictException`.
 */
export function updateSchedule(dependencies: SchedulerDependencies): Operation<"UpdateSchedule"> {
  const { groups, schedules, plan, clock, random } = dependencies;
  return async (input, { scope }) => {
    const nowMs = clock.nowMs();
    const group = input.GroupName ?? DEFAULT_GROUP;
    await groups.active(scope, group);
    const former = await schedules.get(scope, group, input.Name);
    const settings = settingsOf(input, nowMs, former.startMs);
    const goesOn = settings.expression === former.expression && settings.startMs === former.startMs;
    const schedule: Schedule = {
      ...former,
      ...settings,
      modifiedMs: nowMs,
      rateStartMs: goesOn ? former.rateStartMs : (settings.startMs ?? nowMs),
      generation: random.hex(8),
      // The token of a creation does not vouch for what the schedule has become.
      clientToken: null,
    };
    await plan.begin(schedule, goesOn ? nowMs : nowMs - 1);
    await schedules.replace(schedule);
    return { ScheduleArn: arnOf(schedule) };
  };
}
