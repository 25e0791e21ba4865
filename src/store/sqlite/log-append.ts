import { type AppendBatch, EVENT_OVERHEAD_BYTES } from "../log-ops.ts";
import type { Connection } from "./connection.ts";
import type { LogIds } from "./log-ids.ts";
import { growLogGroup, growLogStream, insertLogEvent } from "./statements.ts";

interface Growth {
  readonly groupId: number;
  readonly streamId: number;
  firstMs: number;
  lastMs: number;
  bytes: number;
}

/** Appends batches and keeps the sums of their streams and groups. Returns how many events there were. */
export function appendBatches(
  connection: Connection,
  ids: LogIds,
  batches: readonly AppendBatch[],
  ingestionMs: number,
): number {
  const growths = new Map<number, Growth>();
  let count = 0;
  for (const batch of batches) {
    const { groupId, streamId } = target(ids, batch, ingestionMs);
    const growth = growths.get(streamId) ?? { groupId, streamId, firstMs: Infinity, lastMs: -Infinity, bytes: 0 };
    for (const { timestampMs, message } of batch.events) {
      connection.run(insertLogEvent, { groupId, streamId, timestampMs, ingestionMs, message });
      growth.firstMs = Math.min(growth.firstMs, timestampMs);
      growth.lastMs = Math.max(growth.lastMs, timestampMs);
      growth.bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    }
    if (batch.events.length > 0) growths.set(streamId, growth);
    count += batch.events.length;
  }
  for (const growth of growths.values()) grow(connection, growth, ingestionMs);
  return count;
}

function target(ids: LogIds, batch: AppendBatch, nowMs: number): { groupId: number; streamId: number } {
  const { scope, group, stream } = batch;
  const groupId = ids.group(scope, group) ?? ids.makeGroup(scope, group, nowMs, "{}");
  if (groupId === undefined) throw new Error(`log group ${group} is neither there nor can it be made`);
  const streamId = ids.stream(groupId, stream) ?? ids.makeStream(groupId, stream, nowMs);
  if (streamId === undefined) throw new Error(`log stream ${stream} is neither there nor can it be made`);
  return { groupId, streamId };
}

function grow(connection: Connection, growth: Growth, ingestionMs: number): void {
  const { groupId, streamId, firstMs, lastMs, bytes } = growth;
  connection.run(growLogStream, { id: streamId, firstMs, lastMs, ingestionMs, bytes });
  connection.run(growLogGroup, { id: groupId, bytes });
}
