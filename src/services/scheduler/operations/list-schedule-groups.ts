import { describeGroup } from "../groups/group-record.ts";
import { keyOfToken, tokenAfter } from "../list-token.ts";
import type { Operation, SchedulerDependencies } from "../operation.ts";

const PAGE_MAX = 100;

/** By name. Throws `ValidationException` for the token. */
export function listScheduleGroups({ groups }: SchedulerDependencies): Operation<"ListScheduleGroups"> {
  return async ({ NamePrefix: prefix = "", MaxResults: limit = PAGE_MAX, NextToken }, { scope }) => {
    const after = NextToken === undefined ? {} : { after: keyOfToken(NextToken) };
    const found = await groups.list(scope, { prefix, ...after, limit: limit + 1 });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      ScheduleGroups: page.map((group) => describeGroup(scope, group)),
      ...(found.length > limit && last !== undefined ? { NextToken: tokenAfter(last.name) } : {}),
    };
  };
}
