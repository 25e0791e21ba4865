import { numberOf, textOf } from "../columns.ts";
import { type SliceQuery, sizeOf } from "../log-page.ts";
import type { LogEvent } from "../ports/logs.ts";
import type { Connection, Row } from "./connection.ts";
import { readGroup, readGroupDescending, readStream, readStreamDescending } from "./statements.ts";

/** What is read before other work of this thread gets its turn. */
const SLICE_BYTES = 524_288;

/** Reads events of a range, until there are enough of them or they have become large. */
export function readSlice(reader: Connection, { over, id, range, limit }: SliceQuery): readonly LogEvent[] {
  const { low, high, newestFirst } = range;
  const [group, stream] = newestFirst ? [readGroupDescending, readStreamDescending] : [readGroup, readStream];
  const rows = reader.each(over === "group" ? group : stream, {
    id,
    lowMs: low.timestampMs,
    lowSequence: low.sequence,
    highMs: high.timestampMs,
    highSequence: high.sequence,
    limit,
  });
  const events: LogEvent[] = [];
  let bytes = 0;
  for (const row of rows) {
    const event = eventOf(row);
    events.push(event);
    bytes += sizeOf(event);
    if (bytes >= SLICE_BYTES) break;
  }
  return events;
}

function eventOf(row: Row): LogEvent {
  return {
    stream: textOf(row, "stream"),
    timestampMs: numberOf(row, "timestamp_ms"),
    ingestionTimeMs: numberOf(row, "ingestion_ms"),
    message: textOf(row, "message"),
    sequence: numberOf(row, "sequence"),
  };
}
