import { numberOf, optionalNumberOf } from "../columns.ts";
import { EVENT_OVERHEAD_BYTES } from "../log-ops.ts";
import type { Session } from "./session.ts";
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

/** Events removed in one go: some ten milliseconds, which is how long an append may have to wait. */
const REMOVAL_STEP_EVENTS = 1_000;

/** Removes some of a group's events that are older than `beforeMs`; returns how many, zero when it is done. */
export async function expireStep(session: Session, groupId: number, beforeMs: number): Promise<number> {
  const gone = await session.rows(expireEvents, { groupId, beforeMs, limit: REMOVAL_STEP_EVENTS });
  const bytesByStream = new Map<number, number>();
  for (const row of gone) {
    const streamId = numberOf(row, "stream_id");
    const bytes = numberOf(row, "bytes") + EVENT_OVERHEAD_BYTES;
    bytesByStream.set(streamId, (bytesByStream.get(streamId) ?? 0) + bytes);
  }
  for (const [id, bytes] of bytesByStream) {
    // A stream that was deleted has already been taken off the sum of its group.
    if ((await session.run(shrinkLogStream, { id, bytes })) > 0)
      await session.run(growLogGroup, { id: groupId, bytes: -bytes });
  }
  return gone.length;
}

/** Removes some of what was deleted; returns a number above zero while there is more to do. */
export async function collectStep(session: Session): Promise<number> {
  const garbage = await session.row(nextGarbage, {});
  if (garbage === undefined) return 0;
  const groupId = optionalNumberOf(garbage, "group_id");
  const streamId = optionalNumberOf(garbage, "stream_id");
  const emptied =
    groupId === undefined ? await emptyStream(session, streamId ?? 0) : await emptyGroup(session, groupId);
  if (emptied) await session.run(deleteGarbage, { id: numberOf(garbage, "id") });
  return 1;
}

async function emptyStream(session: Session, streamId: number): Promise<boolean> {
  return (await session.run(deleteEventsOfStream, { streamId, limit: REMOVAL_STEP_EVENTS })) < REMOVAL_STEP_EVENTS;
}

/** One step over a group: stream by stream, until the step's share of events, streams counted as events, is used up. */
async function emptyGroup(session: Session, groupId: number): Promise<boolean> {
  let left = REMOVAL_STEP_EVENTS;
  while (left > 0) {
    const stream = await session.row(anyStreamOfGroup, { groupId });
    if (stream === undefined) return true;
    const streamId = numberOf(stream, "id");
    const removed = await session.run(deleteEventsOfStream, { streamId, limit: left });
    if (removed < left) await session.run(deleteLogStream, { id: streamId });
    left -= removed + 1;
  }
  return false;
}
