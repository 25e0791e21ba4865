import type { Scope } from "../../base/index.ts";
import type { LogCursor, LogEvent, LogQuery, LogStore } from "../../store/index.ts";

/** Largest number of events of one answer, which is also the default (`GetLogEvents`, `FilterLogEvents`). */
export const EVENTS_MAX = 10_000;
/** Largest sum of messages of one answer: 1 MB. */
const PAGE_BYTES_MAX = 1_048_576;
/** How many events one request looks at before it answers with what it has and a token. */
const SCANNED_MAX = 100_000;
/** Most events fetched from the store at once, so that neither memory nor other requests suffer. */
const CHUNK_MAX = 1_000;
const BYTES_PER_EVENT = 26;

export interface EventPage {
  /** In the order of the query. */
  readonly events: readonly LogEvent[];
  /** Just after the last event looked at; undefined when none was. */
  readonly place: LogCursor | undefined;
  /** Nothing is left beyond `place`. */
  readonly ended: boolean;
}

/** Collects events up to the limits of a page. */
class PageBuilder {
  readonly events: LogEvent[] = [];
  place: LogCursor | undefined;
  scanned = 0;
  #bytes = 0;
  readonly #limit: number;
  readonly #keep: (message: string) => boolean;

  constructor(limit: number, keep: (message: string) => boolean) {
    this.#limit = limit;
    this.#keep = keep;
  }

  get isFull(): boolean {
    return this.events.length >= this.#limit || this.scanned >= SCANNED_MAX;
  }

  /** False when the event has no room on this page and is left for the next. */
  add(event: LogEvent): boolean {
    if (this.isFull) return false;
    if (this.#keep(event.message)) {
      const bytes = Buffer.byteLength(event.message) + BYTES_PER_EVENT;
      if (this.events.length > 0 && this.#bytes + bytes > PAGE_BYTES_MAX) return false;
      this.#bytes += bytes;
      this.events.push(event);
    }
    this.place = { timestampMs: event.timestampMs, sequence: event.sequence };
    this.scanned++;
    return true;
  }
}

/**
 * Reads the events of a query that `keep` accepts, at most `query.limit` and at most 1 MB of them. Every event is on
 * exactly one of the pages that are read by passing `place` on as `after`, whatever is appended meanwhile.
 */
export async function readEventPage(
  logs: LogStore,
  source: { readonly scope: Scope; readonly group: string },
  query: LogQuery,
  keep: (message: string) => boolean,
): Promise<EventPage> {
  const page = new PageBuilder(query.limit, keep);
  // One more than wanted, to know whether anything is left; more and more of them when few are kept.
  for (let limit = query.limit + 1; ; limit *= 4) {
    const after = page.place ?? query.after;
    const chunk = await logs.read(source.scope, source.group, {
      ...query,
      ...(after === undefined ? {} : { after }),
      limit: Math.min(CHUNK_MAX, limit),
      bytesMax: PAGE_BYTES_MAX,
    });
    if (chunk.length === 0) return { events: page.events, place: page.place, ended: true };
    for (const event of chunk) if (!page.add(event)) return { events: page.events, place: page.place, ended: false };
  }
}
