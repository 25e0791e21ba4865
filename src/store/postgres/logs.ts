import type { Scope } from "../../base/index.ts";
import { numberOf, textOf } from "../columns.ts";
import { keyRange } from "../key-range.ts";
import type { Lane } from "../lane.ts";
import { LaneLogStore, type RetainedGroup } from "../lane-log-store.ts";
import type { LogOp } from "../log-ops.ts";
import type { ReadSlice, SliceQuery } from "../log-page.ts";
import { groupOf, namePattern, streamOf } from "../log-rows.ts";
import type { LogEvent, LogGroup, LogGroupQuery, LogStream, LogStreamQuery } from "../ports/logs.ts";
import type { Row, Value } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import type { Statement } from "../statement.ts";
import {
  groupsWithRetention,
  listLogGroupsAfter,
  listLogGroupsFrom,
  listLogStreamsByEvent,
  listLogStreamsByEventDescending,
  listLogStreamsByName,
  listLogStreamsByNameDescending,
  logGroup,
  logStream,
  readGroup,
  readGroupDescending,
  readStream,
  readStreamDescending,
} from "./statements.ts";

/** All of a slice is in memory at once; an event may have a megabyte. */
const SLICE_EVENTS_MAX = 100;

const orders = {
  name: { ascending: listLogStreamsByName, descending: listLogStreamsByNameDescending },
  lastEventTime: { ascending: listLogStreamsByEvent, descending: listLogStreamsByEventDescending },
};

export class PostgresLogStore extends LaneLogStore {
  readonly #sessions: Sessions;
  protected override readonly readSlice: ReadSlice;

  constructor(sessions: Sessions, lane: Lane<LogOp>, onDeleted: () => void) {
    super(lane, onDeleted);
    this.#sessions = sessions;
    this.readSlice = (query) => this.#slice(query);
  }

  override async group({ accountId, region }: Scope, name: string): Promise<LogGroup | undefined> {
    const [row] = await this.#rows(logGroup, { accountId, region, name });
    return row && groupOf(row);
  }

  override async listGroups({ accountId, region }: Scope, query: LogGroupQuery): Promise<readonly LogGroup[]> {
    const range = keyRange(query.prefix ?? "", query.after);
    if (range === undefined) return [];
    const { before } = range;
    const values = { accountId, region, pattern: namePattern(query.pattern), before, limit: query.limit };
    const rows =
      range.start === "from"
        ? await this.#rows(listLogGroupsFrom, { ...values, from: range.from })
        : await this.#rows(listLogGroupsAfter, { ...values, after: range.after });
    return rows.map(groupOf);
  }

  override async stream(scope: Scope, group: string, name: string): Promise<LogStream | undefined> {
    const groupId = await this.groupId(scope, group);
    const [row] = groupId === undefined ? [] : await this.#rows(logStream, { groupId, name });
    return row && streamOf(row);
  }

  override async listStreams(scope: Scope, group: string, query: LogStreamQuery): Promise<readonly LogStream[]> {
    const groupId = await this.groupId(scope, group);
    const range = keyRange(query.prefix ?? "", undefined);
    if (groupId === undefined || range?.start !== "from") return [];
    const statement = orders[query.orderBy][query.descending ? "descending" : "ascending"];
    const { from, before } = range;
    return (await this.#rows(statement, { groupId, from, before, limit: query.limit, offset: query.offset })).map(
      streamOf,
    );
  }

  protected override async groupId({ accountId, region }: Scope, name: string): Promise<number | undefined> {
    const [row] = await this.#rows(logGroup, { accountId, region, name });
    return row && numberOf(row, "id");
  }

  protected override async streamId(groupId: number, name: string): Promise<number | undefined> {
    const [row] = await this.#rows(logStream, { groupId, name });
    return row && numberOf(row, "id");
  }

  protected override async streamsBetween(
    groupId: number,
    range: { readonly from: string; readonly before: string; readonly limit: number },
  ): Promise<readonly { readonly id: number; readonly name: string }[]> {
    const rows = await this.#rows(listLogStreamsByName, { groupId, ...range, offset: 0 });
    return rows.map((row) => ({ id: numberOf(row, "id"), name: textOf(row, "name") }));
  }

  protected override async retainedGroups(): Promise<readonly RetainedGroup[]> {
    const rows = await this.#rows(groupsWithRetention, {});
    return rows.map((row) => ({ groupId: numberOf(row, "id"), retentionDays: numberOf(row, "retention_days") }));
  }

  async #slice({ over, id, range, limit }: SliceQuery): Promise<readonly LogEvent[]> {
    const { low, high, newestFirst } = range;
    const [group, stream] = newestFirst ? [readGroupDescending, readStreamDescending] : [readGroup, readStream];
    const rows = await this.#rows(over === "group" ? group : stream, {
      id,
      lowMs: low.timestampMs,
      lowSequence: low.sequence,
      highMs: high.timestampMs,
      highSequence: high.sequence,
      limit: Math.min(limit, SLICE_EVENTS_MAX),
    });
    return rows.map(eventOf);
  }

  #rows<Name extends string>(statement: Statement<Name>, values: Record<Name, Value>): Promise<readonly Row[]> {
    return this.#sessions.read((session) => session.rows(statement, values));
  }
}

function eventOf(row: Row): LogEvent {
  const message = row["message"];
  if (!(message instanceof Buffer)) throw new Error("the database holds a log event without a message");
  return {
    stream: textOf(row, "stream"),
    timestampMs: numberOf(row, "timestamp_ms"),
    ingestionTimeMs: numberOf(row, "ingestion_ms"),
    message: message.toString(),
    sequence: numberOf(row, "sequence"),
  };
}
