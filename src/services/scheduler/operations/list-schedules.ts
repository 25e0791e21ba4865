import { keyOfToken, tokenAfter } from "../list-token.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";
import { summariseSchedule } from "../schedules/describe-schedule.ts";
import { scheduleKey } from "../schedules/schedule-record.ts";

const PAGE_MAX = 100;

/** By group and name. Throws `ResourceNotFoundException` for the group, `ValidationException` for the token. */
export function listSchedules({ groups, schedules }: SchedulerDependencies): Operation<"ListSchedules"> {
  return async (input, { scope }) => {
    const { GroupName: group, NamePrefix: prefix = "", State: state, MaxResults: limit = PAGE_MAX } = input;
    if (group !== undefined) await groups.get(scope, group);
    const found = await schedules.list({
      scope,
      prefix,
      ...(group === undefined ? {} : { group }),
      ...(input.NextToken === undefined ? {} : { after: keyOfToken(input.NextToken) }),
      matches: (schedule) => state === undefined || schedule.state === state,
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      Schedules: page.map(summariseSchedule),
      ...(found.length > limit && last !== undefined
        ? { NextToken: tokenAfter(scheduleKey(scope, last.group, last.name)) }
        : {}),
    };
  };
}
