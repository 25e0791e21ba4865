import type { Scope } from "../../base/index.ts";
import { keyRange } from "../key-range.ts";
import type {
  LogBatch,
  LogEvent,
  LogGroup,
  LogGroupQuery,
  LogQuery,
  LogStore,
  LogStream,
  LogStreamQuery,
} from "../ports/logs.ts";
import { numberOf, textOf } from "../columns.ts";
import type { Connection } from "./connection.ts";
import type { Lane } from "../lane.ts";
import { groupOf, groupsPage, streamOf, streamsPage } from "./log-listing.ts";
import { MERGED_STREAMS_MAX, readPage } from "./log-reader.ts";
import type { LogSource } from "./log-reader.ts";
import type { LogOp } from "./protocol.ts";
import { groupsWithRetention, listLogStreamsByName, logGroup, logStream } from "./statements.ts";

const DAY_MS = 86_400_000;
/** What an operation without events weighs in the queue. */
const SMALL_OP_BYTES = 200;

/** Reads on this thread in short slices; writes go through the writer thread. */
export class SqliteLogStore implements LogStore {
  readonly #reader: Connection;
  readonly #lane: Lane<LogOp>;
  readonly #onDeleted: () => void;

  /** `onDeleted` is told when there is garbage to collect. */
  constructor(reader: Connection, lane: Lane<LogOp>, onDeleted: () => void) {
    this.#reader = reader;
    this.#lane = lane;
    this.#onDeleted = onDeleted;
  }

  createGroup(
    scope: Scope,
    group: { name: string; creationTimeMs: number; tags: Readonly<Record<string, string>> },
  ): Promise<boolean> {
    const { name, creationTimeMs: creationMs, tags } = group;
    return this.#done({ op: "create-group", scope, group: name, creationMs, tags: JSON.stringify(tags) });
  }

  async deleteGroup(scope: Scope, name: string): Promise<boolean> {
    const deleted = await this.#done({ op: "delete-group", scope, group: name });
    if (deleted) this.#onDeleted();
    return deleted;
  }

  setRetention(scope: Scope, name: string, retentionDays: number | undefined): Promise<boolean> {
    return this.#done({ op: "set-retention", scope, group: name, retentionDays });
  }

  setTags(scope: Scope, name: string, tags: Readonly<Record<string, string>>): Promise<boolean> {
    return this.#done({ op: "set-tags", scope, group: name, tags: JSON.stringify(tags) });
  }

  async group({ accountId, region }: Scope, name: string): Promise<LogGroup | undefined> {
    const row = this.#reader.get(logGroup, { accountId, region, name });
    return row && groupOf(row);
  }

  async listGroups(scope: Scope, query: LogGroupQuery): Promise<readonly LogGroup[]> {
    return groupsPage(this.#reader, scope, query);
  }

  createStream(scope: Scope, group: string, stream: { name: string; creationTimeMs: number }): Promise<boolean> {
    return this.#done({ op: "create-stream", scope, group, stream: stream.name, creationMs: stream.creationTimeMs });
  }

  async deleteStream(scope: Scope, group: string, name: string): Promise<boolean> {
    const deleted = await this.#done({ op: "delete-stream", scope, group, stream: name });
    if (deleted) this.#onDeleted();
    return deleted;
  }

  async stream(scope: Scope, group: string, name: string): Promise<LogStream | undefined> {
    const groupId = this.#groupId(scope, group);
    const row = groupId === undefined ? undefined : this.#reader.get(logStream, { groupId, name });
    return row && streamOf(row);
  }

  async listStreams(scope: Scope, group: string, query: LogStreamQuery): Promise<readonly LogStream[]> {
    const groupId = this.#groupId(scope, group);
    return groupId === undefined ? [] : streamsPage(this.#reader, groupId, query);
  }

  async append(batches: readonly LogBatch[], ingestionTimeMs: number): Promise<void> {
    if (batches.length === 0) return;
    await this.#lane.submit({ op: "append", batches, ingestionMs: ingestionTimeMs }, weightOf(batches));
  }

  async read(scope: Scope, group: string, query: LogQuery): Promise<readonly LogEvent[]> {
    const groupId = this.#groupId(scope, group);
    if (groupId === undefined || query.limit <= 0) return [];
    return readPage(this.#reader, this.#source(groupId, query), query);
  }

  async expire(nowMs: number): Promise<number> {
    let count = 0;
    for (const row of this.#reader.all(groupsWithRetention, {})) {
      const groupId = numberOf(row, "id");
      const beforeMs = nowMs - numberOf(row, "retention_days") * DAY_MS;
      const step = (): Promise<number> => this.#lane.submit({ op: "expire", groupId, beforeMs }, SMALL_OP_BYTES);
      for (let removed = await step(); removed > 0; removed = await step()) count += removed;
    }
    if (count > 0) this.#onDeleted();
    return count;
  }

  async #done(op: LogOp): Promise<boolean> {
    return (await this.#lane.submit(op, SMALL_OP_BYTES)) > 0;
  }

  #groupId({ accountId, region }: Scope, name: string): number | undefined {
    const row = this.#reader.get(logGroup, { accountId, region, name });
    return row && numberOf(row, "id");
  }

  #source(groupId: number, { streams, streamPrefix }: LogQuery): LogSource {
    if (streams === undefined && (streamPrefix ?? "") === "") return { groupId, wants: () => true };
    const prefix = streamPrefix ?? "";
    const streamIds =
      streams === undefined ? this.#idsByPrefix(groupId, prefix) : this.#idsByName(groupId, streams, prefix);
    if (streamIds.length <= MERGED_STREAMS_MAX) return { streamIds };
    const wanted = streams === undefined ? undefined : new Set(streams);
    return { groupId, wants: (name) => name.startsWith(prefix) && (wanted?.has(name) ?? true) };
  }

  #idsByName(groupId: number, names: readonly string[], prefix: string): readonly number[] {
    const ids = new Set<number>();
    for (const name of names) {
      const row = name.startsWith(prefix) ? this.#reader.get(logStream, { groupId, name }) : undefined;
      if (row !== undefined) ids.add(numberOf(row, "id"));
    }
    return [...ids];
  }

  #idsByPrefix(groupId: number, prefix: string): readonly number[] {
    const range = keyRange(prefix, undefined);
    if (range?.start !== "from") return [];
    const { from, before } = range;
    const limit = MERGED_STREAMS_MAX + 1;
    const rows = this.#reader.all(listLogStreamsByName, { groupId, from, before, limit, offset: 0 });
    return rows.filter((row) => textOf(row, "name").startsWith(prefix)).map((row) => numberOf(row, "id"));
  }
}

function weightOf(batches: readonly LogBatch[]): number {
  let bytes = 0;
  for (const { events } of batches) {
    bytes += SMALL_OP_BYTES;
    for (const { message } of events) bytes += message.length + SMALL_OP_BYTES / 4;
  }
  return bytes;
}
