import { numberOf, optionalNumberOf } from "../columns.ts";
import { EVENT_OVERHEAD_BYTES } from "../log-ops.ts";
import type { Connection } from "./connection.ts";
import {
  anyStreamOfGroup,
  deleteEventsOfStream,
  deleteGarbage,
  deleteLogStream,
  expireEvents,
  growLogGroup,
  nextGarbage,
  shrinkLogStream,
} from "./statements.ts";
import { vacuumStep } from "./vacuum.ts";

/** Events removed in one go: some ten milliseconds, which is how long an append may have to wait. */
export const REMOVAL_STEP_EVENTS = 1_000;

/** Removes some of a group's events that are older than `beforeMs`; returns how many, zero when it is done. */
export function expireStep(connection: Connection, groupId: number, beforeMs: number): number {
  const gone = connection.all(expireEvents, { groupId, beforeMs, limit: REMOVAL_STEP_EVENTS });
  const bytesByStream = new Map<number, number>();
  for (const row of gone) {
    const streamId = numberOf(row, "stream_id");
    const bytes = numberOf(row, "bytes") + EVENT_OVERHEAD_BYTES;
    bytesByStream.set(streamId, (bytesByStream.get(streamId) ?? 0) + bytes);
  }
  for (const [id, bytes] of bytesByStream) {
    // A stream that was deleted has already been taken off the sum of its group.
    if (connection.run(shrinkLogStream, { id, bytes }) > 0)
      connection.run(growLogGroup, { id: groupId, bytes: -bytes });
  }
  return gone.length;
}

/** Removes some of what was deleted; returns a number above zero while there is more to do. */
export function collectStep(connection: Connection): number {
  const garbage = connection.get(nextGarbage, {});
  if (garbage === undefined) return vacuumStep(connection);
  const groupId = optionalNumberOf(garbage, "group_id");
  const streamId = optionalNumberOf(garbage, "stream_id");
  const emptied = groupId === undefined ? emptyStream(connection, streamId ?? 0) : emptyGroup(connection, groupId);
  if (emptied) connection.run(deleteGarbage, { id: numberOf(garbage, "id") });
  return 1;
}

function emptyStream(connection: Connection, streamId: number): boolean {
  return connection.run(deleteEventsOfStream, { streamId, limit: REMOVAL_STEP_EVENTS }) < REMOVAL_STEP_EVENTS;
}

/** One step over a group: stream by stream, until the step's share of events, streams counted as events, is used up. */
function emptyGroup(connection: Connection, groupId: number): boolean {
  let left = REMOVAL_STEP_EVENTS;
  while (left > 0) {
    const stream = connection.get(anyStreamOfGroup, { groupId });
    if (stream === undefined) return true;
    const streamId = numberOf(stream, "id");
    const removed = connection.run(deleteEventsOfStream, { streamId, limit: left });
    if (removed < left) connection.run(deleteLogStream, { id: streamId });
    left -= removed + 1;
  }
  return false;
}
