import { scheduler } from "node:timers/promises";
import { EVENT_OVERHEAD_BYTES } from "./log-ops.ts";
import type { LogCursor, LogEvent, LogQuery } from "./ports/logs.ts";

/** What is read before other work of this thread gets its turn: one or two milliseconds. */
const SLICE_EVENTS = 500;
/** More streams than this are read through the index of their group. */
export const MERGED_STREAMS_MAX = 100;

/** Where to read: a whole group, passing over the streams that are not wanted, or some streams, merged by time. */
export type LogSource =
  | { readonly groupId: number; readonly wants: (stream: string) => boolean }
  | { readonly streamIds: readonly number[] };

/** Places between events, both exclusive. */
export interface EventRange {
  low: LogCursor;
  high: LogCursor;
  readonly newestFirst: boolean;
}

/** Where the next events are, of a group or of a stream. */
export interface SliceQuery {
  readonly over: "group" | "stream";
  readonly id: number;
  readonly range: EventRange;
  readonly limit: number;
}

/** Reads the first events of a range, as many as an adapter sees fit; none when there are none. */
export type ReadSlice = (query: SliceQuery) => readonly LogEvent[] | Promise<readonly LogEvent[]>;

/** Reads a page in slices, so that a long scan does not stop the event loop. */
export async function readPage(read: ReadSlice, source: LogSource, query: LogQuery): Promise<readonly LogEvent[]> {
  const events: LogEvent[] = [];
  let bytes = 0;
  const slices = "streamIds" in source ? mergeStreams(read, source.streamIds, query) : scanGroup(read, source, query);
  for await (const slice of slices) {
    for (const event of slice) {
      bytes += sizeOf(event);
      if (query.bytesMax !== undefined && bytes > query.bytesMax && events.length > 0) return events;
      if (events.push(event) >= query.limit) return events;
    }
    await scheduler.yield();
  }
  return events;
}

async function* scanGroup(
  read: ReadSlice,
  { groupId, wants }: Extract<LogSource, { groupId: number }>,
  query: LogQuery,
): AsyncGenerator<readonly LogEvent[]> {
  const scan = new Scan(read, "group", groupId, query, sliceEvents(query, 1));
  for (let slice = await scan.next(); slice.length > 0; slice = await scan.next()) {
    yield slice.filter(({ stream }) => wants(stream));
  }
}

/** Takes the first of the heads of all streams, again and again, refilling the streams that run dry. */
async function* mergeStreams(
  read: ReadSlice,
  ids: readonly number[],
  query: LogQuery,
): AsyncGenerator<readonly LogEvent[]> {
  const perStream = sliceEvents(query, ids.length);
  const heads = ids.map((id) => new Head(new Scan(read, "stream", id, query, perStream)));
  await Promise.all(heads.map((head) => head.refill()));
  const sign = query.newestFirst === true ? -1 : 1;
  let slice: LogEvent[] = [];
  for (let first = firstOf(heads, sign); first?.event !== undefined; first = firstOf(heads, sign)) {
    slice.push(first.event);
    if (!first.advance()) await first.refill();
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
  }

  /** Undefined at the end of the stream. */
  get event(): LogEvent | undefined {
    return this.#slice[this.#index];
  }

  /** False when it must be refilled. */
  advance(): boolean {
    this.#index += 1;
    return this.#index < this.#slice.length;
  }

  async refill(): Promise<void> {
    this.#slice = await this.#scan.next();
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
  readonly #read: ReadSlice;
  readonly #query: SliceQuery;

  constructor(read: ReadSlice, over: "group" | "stream", id: number, query: LogQuery, limit: number) {
    this.#read = read;
    this.#query = { over, id, range: rangeOf(query), limit };
  }

  async next(): Promise<readonly LogEvent[]> {
    const events = await this.#read(this.#query);
    const { range } = this.#query;
    const last = events.at(-1);
    if (last !== undefined) range[range.newestFirst ? "high" : "low"] = last;
    return events;
  }
}

/** Sequences start at 1, so a place with sequence 0 lies before all events of its time. */
function rangeOf({ fromMs, toMs, after, newestFirst = false }: LogQuery): EventRange {
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

/** How an event counts towards a page. */
export function sizeOf({ message }: LogEvent): number {
  return Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
}
