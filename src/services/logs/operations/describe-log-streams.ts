import type { Scope } from "../../../base/index.ts";
import type { LogStream } from "../../../store/index.ts";
import type { LogsModel } from "../../../wire/index.ts";
import { invalidParameter } from "../errors.ts";
import { existingGroup, groupNameOf } from "../group-reference.ts";
import { decodeOffsetToken, encodeListToken } from "../list-token.ts";
import { logStreamArn } from "../log-group-arn.ts";
import type { LogsDependencies, Operation } from "../operation.ts";
import { SEQUENCE_TOKEN } from "../sequence-token.ts";

const LIMIT_DEFAULT = 50;

function describe(scope: Scope, group: string, stream: LogStream): LogsModel.LogStream {
  return {
    logStreamName: stream.name,
    creationTime: stream.creationTimeMs,
    ...(stream.firstEventTimeMs === undefined ? {} : { firstEventTimestamp: stream.firstEventTimeMs }),
    ...(stream.lastEventTimeMs === undefined ? {} : { lastEventTimestamp: stream.lastEventTimeMs }),
    ...(stream.lastIngestionTimeMs === undefined ? {} : { lastIngestionTime: stream.lastIngestionTimeMs }),
    uploadSequenceToken: SEQUENCE_TOKEN,
    arn: logStreamArn(scope, group, stream.name),
    // AWS stopped counting the bytes of streams in 2019 and always answers zero.
    storedBytes: 0,
  };
}

/** Streams of a group, 50 at most. Throws `ResourceNotFoundException` and `InvalidParameterException`. */
export function describeLogStreams({ logs }: LogsDependencies): Operation<"DescribeLogStreams"> {
  return async (input, { scope }) => {
    const prefix = input.logStreamNamePrefix;
    const byTime = input.orderBy === "LastEventTime";
    if (byTime && prefix !== undefined)
      throw invalidParameter("Cannot order by LastEventTime with a logStreamNamePrefix.");
    const group = await existingGroup(logs, scope, groupNameOf(scope, input));
    const limit = input.limit ?? LIMIT_DEFAULT;
    const offset = input.nextToken === undefined ? 0 : decodeOffsetToken(input.nextToken);
    const found = await logs.listStreams(scope, group.name, {
      ...(prefix === undefined ? {} : { prefix }),
      orderBy: byTime ? "lastEventTime" : "name",
      descending: input.descending ?? false,
      offset,
      limit: limit + 1,
    });
    return {
      logStreams: found.slice(0, limit).map((stream) => describe(scope, group.name, stream)),
      ...(found.length > limit ? { nextToken: encodeListToken(offset + limit) } : {}),
    };
  };
}
