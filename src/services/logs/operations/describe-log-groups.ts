import type { Scope } from "../../../base/index.ts";
import type { LogGroup } from "../../../store/index.ts";
import type { LogsModel } from "../../../wire/index.ts";
import { invalidParameter } from "../errors.ts";
import { groupNameOf } from "../group-reference.ts";
import { decodeNameToken, encodeListToken } from "../list-token.ts";
import { logGroupArn, logGroupWildcardArn } from "../log-group-arn.ts";
import type { LogsDependencies, Operation } from "../operation.ts";

const LIMIT_DEFAULT = 50;

function describe(scope: Scope, group: LogGroup): LogsModel.LogGroup {
  return {
    logGroupName: group.name,
    creationTime: group.creationTimeMs,
    ...(group.retentionDays === undefined ? {} : { retentionInDays: group.retentionDays }),
    metricFilterCount: 0,
    arn: logGroupWildcardArn(scope, group.name),
    storedBytes: group.storedBytes,
    logGroupClass: "STANDARD",
    logGroupArn: logGroupArn(scope, group.name),
  };
}

/** Groups by name, 50 at most. Throws `InvalidParameterException`. */
export function describeLogGroups({ logs }: LogsDependencies): Operation<"DescribeLogGroups"> {
  return async (input, { scope }) => {
    const { logGroupNamePrefix: prefix, logGroupNamePattern: pattern } = input;
    if (prefix !== undefined && pattern !== undefined)
      throw invalidParameter("LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.");
    if (input.logGroupClass !== undefined && input.logGroupClass !== "STANDARD") return { logGroups: [] };
    if (input.logGroupIdentifiers !== undefined) {
      const names = input.logGroupIdentifiers.map((logGroupIdentifier) => groupNameOf(scope, { logGroupIdentifier }));
      const groups = await Promise.all([...new Set(names)].map((name) => logs.group(scope, name)));
      return { logGroups: groups.flatMap((group) => (group === undefined ? [] : [describe(scope, group)])) };
    }
    const limit = input.limit ?? LIMIT_DEFAULT;
    const found = await logs.listGroups(scope, {
      ...(prefix === undefined ? {} : { prefix }),
      ...(pattern === undefined ? {} : { pattern }),
      ...(input.nextToken === undefined ? {} : { after: decodeNameToken(input.nextToken) }),
      limit: limit + 1,
    });
    const page = found.slice(0, limit);
    const last = page.at(-1);
    return {
      logGroups: page.map((group) => describe(scope, group)),
      ...(found.length > limit && last !== undefined ? { nextToken: encodeListToken(last.name) } : {}),
    };
  };
}
