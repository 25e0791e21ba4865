import { scheduler } from "node:timers/promises";
import type { LogCursor, LogEvent, LogQuery } from "../ports/logs.ts";
import { numberOf, textOf } from "../columns.ts";
import type { Connection, Row } from "./connection.ts";
import { EVENT_OVERHEAD_BYTES } from "./log-append.ts";
import { readGroup, readGroupDescending, readStream, readStreamDescending } from "./statements.ts";

/** What is read before other work of this thread gets its turn: one or two milliseconds. */
const SLICE_EVENTS = 500;
const SLICE_BYTES = 524_288;
/** More streams than this are read through the index of their group. */
export const MERGED_STREAMS_MAX = 100;

/** Where to read: a whole group, passing over the streams that are not wanted, or some streams, merged by time. */
export type LogSource =
  | { readonly groupId: number; readonly wants: (stream: string) => boolean }
  | { readonly streamIds: readonly number[] };

interface Range {
  low: LogCursor;
  high: LogCursor;
  readonly newestFirst: boolean;
}

/** Reads a page in slices, so that a long scan does not stop the event loop. */
export async function readPage(reader: Connection, source: LogSource, query: LogQuery): Promise<readonly LogEvent[]> {
  const events: LogEvent[] = [];
  let bytes = 0;
  const slices =
    "streamIds" in source ? mergeStreams(reader, source.streamIds, query) : scanGroup(reader, source, query);
  for (const slice of slices) {
    for (const event of slice) {
      bytes += sizeOf(event);
      if (query.bytesMax !== undefined && bytes > query.bytesMax && events.length > 0) return events;
      if (events.push(event) >= query.limit) return events;
    }
    await scheduler.yield();
  }
  return events;
}

function* scanGroup(
  reader: Connection,
  { groupId, wants }: Extract<LogSource, { groupId: number }>,
  query: LogQuery,
): Generator<LogEvent[]> {
  const scan = new Scan(reader, "group", groupId, query, sliceEvents(query, 1));
  for (let slice = scan.next(); slice.length > 0; slice = scan.next()) {
    yield slice.filter(({ stream }) => wants(stream));
  }
}

/** Takes the first of the heads of all streams, again and again, refilling the streams that run dry. */
function* mergeStreams(reader: Connection, ids: readonly number[], query: LogQuery): Generator<LogEvent[]> {
  const perStream = sliceEvents(query, ids.length);
  const heads = ids.map((id) => new Head(new Scan(reader, "stream", id, query, perStream)));
  const sign = query.newestFirst === true ? -1 : 1;
  let slice: LogEvent[] = [];
  for (let first = firstOf(heads, sign); first?.event !== undefined; first = firstOf(heads, sign)) {
    slice.push(first.event);
    first.advance();
    if (slice.length < SLICE_EVENTS) continue;
    yield slice;
    slice = [];
  }
  yield slice;
}

function sliceEvents({ limit }: LogQuery, ways: number): number {
  return Math.max(16, Math.min(Math.ceil(SLICE_EVENTS / Math.max(1, ways)), limit));
}

/** The next unread event of one stream. */
class Head {
  readonly #scan: Scan;
  #slice: readonly LogEvent[] = [];
  #index = 0;

  constructor(scan: Scan) {
    this.#scan = scan;
    this.#slice = scan.next();
  }

  get event(): LogEvent | undefined {
    return this.#slice[this.#index];
  }

  advance(): void {
    this.#index += 1;
    if (this.#index < this.#slice.length) return;
    this.#slice = this.#scan.next();
    this.#index = 0;
  }
}

function firstOf(heads: readonly Head[], sign: number): Head | undefined {
  let first: Head | undefined;
  for (const head of heads) {
    if (head.event === undefined) continue;
    if (first?.event === undefined || sign * compare(head.event, first.event) < 0) first = head;
  }
  return first;
}

/** Goes over the events of one group or stream, slice by slice. An empty slice is the end. */
class Scan {
  readonly #reader: Connection;
  readonly #over: "group" | "stream";
  readonly #id: number;
  readonly #sliceEvents: number;
  readonly #range: Range;

  constructor(reader: Connection, over: "group" | "stream", id: number, query: LogQuery, events: number) {
    this.#reader = reader;
    this.#over = over;
    this.#id = id;
    this.#sliceEvents = events;
    this.#range = rangeOf(query);
  }

  next(): LogEvent[] {
    const { low, high, newestFirst } = this.#range;
    const [group, stream] = newestFirst ? [readGroupDescending, readStreamDescending] : [readGroup, readStream];
    const rows = this.#reader.each(this.#over === "group" ? group : stream, {
      id: this.#id,
      lowMs: low.timestampMs,
      lowSequence: low.sequence,
      highMs: high.timestampMs,
      highSequence: high.sequence,
      limit: this.#sliceEvents,
    });
    const events: LogEvent[] = [];
    let bytes = 0;
    for (const row of rows) {
      const event = eventOf(row);
      events.push(event);
      bytes += sizeOf(event);
      if (bytes >= SLICE_BYTES) break;
    }
    const last = events.at(-1);
    if (last !== undefined) this.#range[newestFirst ? "high" : "low"] = last;
    return events;
  }
}

/** Sequences start at 1, so a place with sequence 0 lies before all events of its time. */
function rangeOf({ fromMs, toMs, after, newestFirst = false }: LogQuery): Range {
  const from = { timestampMs: fromMs ?? Number.MIN_SAFE_INTEGER, sequence: 0 };
  const to = { timestampMs: toMs ?? Number.MAX_SAFE_INTEGER, sequence: 0 };
  return {
    low: after !== undefined && !newestFirst && compare(after, from) > 0 ? after : from,
    high: after !== undefined && newestFirst && compare(after, to) < 0 ? after : to,
    newestFirst,
  };
}

function compare(one: LogCursor, other: LogCursor): number {
  return one.timestampMs - other.timestampMs || one.sequence - other.sequence;
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

function sizeOf({ message }: LogEvent): number {
  return Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
}
