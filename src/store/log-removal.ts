import { numberOf, optionalNumberOf } from "./columns.ts";
import { EVENT_OVERHEAD_BYTES } from "./log-ops.ts";
import type { Statement } from "./statement.ts";
import { allRows, countChanged, execute, firstRow, type Steps } from "./steps.ts";

/** The queries that remove logs, compiled for one dialect. */
export interface LogRemovalStatements {
  readonly anyStreamOfGroup: Statement<"groupId">;
  readonly deleteEventsOfStream: Statement<"streamId" | "limit">;
  readonly deleteGarbage: Statement<"id">;
  readonly deleteLogStream: Statement<"id">;
  readonly expireEvents: Statement<"groupId" | "beforeMs" | "limit">;
  readonly growLogGroup: Statement<"bytes" | "id">;
  readonly nextGarbage: Statement<never>;
  readonly shrinkLogStream: Statement<"bytes" | "id">;
}

/** Events removed in one go: some ten milliseconds, which is how long an append may have to wait. */
const REMOVAL_STEP_EVENTS = 1_000;

/** Removes some of a group's events that are older than `beforeMs`; returns how many, zero when it is done. */
export function* expireStep(statements: LogRemovalStatements, groupId: number, beforeMs: number): Steps<number> {
  const gone = yield* allRows(statements.expireEvents, { groupId, beforeMs, limit: REMOVAL_STEP_EVENTS });
  const bytesByStream = new Map<number, number>();
  for (const row of gone) {
    const streamId = numberOf(row, "stream_id");
    const bytes = numberOf(row, "bytes") + EVENT_OVERHEAD_BYTES;
    bytesByStream.set(streamId, (bytesByStream.get(streamId) ?? 0) + bytes);
  }
  for (const [id, bytes] of bytesByStream) {
    // A stream that was deleted has already been taken off the sum of its group.
    if ((yield* countChanged(statements.shrinkLogStream, { id, bytes })) > 0)
      yield* execute(statements.growLogGroup, { id: groupId, bytes: -bytes });
  }
  return gone.length;
}

/** Removes some of what was deleted; returns whether there was anything. */
export function* collectStep(statements: LogRemovalStatements): Steps<boolean> {
  const garbage = yield* firstRow(statements.nextGarbage, {});
  if (garbage === undefined) return false;
  const groupId = optionalNumberOf(garbage, "group_id");
  const streamId = optionalNumberOf(garbage, "stream_id");
  const isEmpty =
    groupId === undefined ? yield* emptyStream(statements, streamId ?? 0) : yield* emptyGroup(statements, groupId);
  if (isEmpty) yield* execute(statements.deleteGarbage, { id: numberOf(garbage, "id") });
  return true;
}

function* emptyStream({ deleteEventsOfStream }: LogRemovalStatements, streamId: number): Steps<boolean> {
  const removed = yield* countChanged(deleteEventsOfStream, { streamId, limit: REMOVAL_STEP_EVENTS });
  return removed < REMOVAL_STEP_EVENTS;
}

/** One step over a group: stream by stream, until the step's share of events, streams counted as events, is used up. */
function* emptyGroup(statements: LogRemovalStatements, groupId: number): Steps<boolean> {
  let left = REMOVAL_STEP_EVENTS;
  while (left > 0) {
    const stream = yield* firstRow(statements.anyStreamOfGroup, { groupId });
    if (stream === undefined) return true;
    const streamId = numberOf(stream, "id");
    const removed = yield* countChanged(statements.deleteEventsOfStream, { streamId, limit: left });
    if (removed < left) yield* execute(statements.deleteLogStream, { id: streamId });
    left -= removed + 1;
  }
  return false;
}
