import type { Scope } from "../base/index.ts";
import { keyRange } from "./key-range.ts";
import type { Lane } from "./lane.ts";
import type { LogOp } from "./log-ops.ts";
import { type LogSource, MERGED_STREAMS_MAX, readPage, type ReadSlice } from "./log-page.ts";
import type {
  LogBatch,
  LogEvent,
  LogGroup,
  LogGroupQuery,
  LogQuery,
  LogStore,
  LogStream,
  LogStreamQuery,
} from "./ports/logs.ts";

const DAY_MS = 86_400_000;
/** What an operation without events weighs in the queue. */
const SMALL_OP_BYTES = 200;

/** A group whose events do not stay for ever. */
export interface RetainedGroup {
  readonly groupId: number;
  readonly retentionDays: number;
}

/** What is the same of every SQL adapter: writing goes through a lane, reading goes page by page. */
export abstract class LaneLogStore implements LogStore {
  readonly #lane: Lane<LogOp>;
  readonly #onDeleted: () => void;

  /** `onDeleted` is told when there is garbage to collect. */
  constructor(lane: Lane<LogOp>, onDeleted: () => void) {
    this.#lane = lane;
    this.#onDeleted = onDeleted;
  }

  abstract group(scope: Scope, name: string): Promise<LogGroup | undefined>;
  abstract listGroups(scope: Scope, query: LogGroupQuery): Promise<readonly LogGroup[]>;
  abstract stream(scope: Scope, group: string, name: string): Promise<LogStream | undefined>;
  abstract listStreams(scope: Scope, group: string, query: LogStreamQuery): Promise<readonly LogStream[]>;
  protected abstract groupId(scope: Scope, name: string): Promise<number | undefined>;
  protected abstract streamId(groupId: number, name: string): Promise<number | undefined>;
  /** By name, of names from `from` up to `before`. */
  protected abstract streamsBetween(
    groupId: number,
    range: { readonly from: string; readonly before: string; readonly limit: number },
  ): Promise<readonly { readonly id: number; readonly name: string }[]>;
  protected abstract retainedGroups(): Promise<readonly RetainedGroup[]>;
  protected abstract readonly readSlice: ReadSlice;

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

  createStream(scope: Scope, group: string, stream: { name: string; creationTimeMs: number }): Promise<boolean> {
    return this.#done({ op: "create-stream", scope, group, stream: stream.name, creationMs: stream.creationTimeMs });
  }

  async deleteStream(scope: Scope, group: string, name: string): Promise<boolean> {
    const deleted = await this.#done({ op: "delete-stream", scope, group, stream: name });
    if (deleted) this.#onDeleted();
    return deleted;
  }

  async append(batches: readonly LogBatch[], ingestionTimeMs: number): Promise<void> {
    if (batches.length === 0) return;
    await this.#lane.submit({ op: "append", batches, ingestionMs: ingestionTimeMs }, weightOf(batches));
  }

  async read(scope: Scope, group: string, query: LogQuery): Promise<readonly LogEvent[]> {
    const groupId = await this.groupId(scope, group);
    if (groupId === undefined || query.limit <= 0) return [];
    return readPage(this.readSlice, await this.#source(groupId, query), query);
  }

  async expire(nowMs: number): Promise<number> {
    let count = 0;
    for (const { groupId, retentionDays } of await this.retainedGroups()) {
      const beforeMs = nowMs - retentionDays * DAY_MS;
      const step = (): Promise<number> => this.#lane.submit({ op: "expire", groupId, beforeMs }, SMALL_OP_BYTES);
      for (let removed = await step(); removed > 0; removed = await step()) count += removed;
    }
    if (count > 0) this.#onDeleted();
    return count;
  }

  async #done(op: LogOp): Promise<boolean> {
    return (await this.#lane.submit(op, SMALL_OP_BYTES)) > 0;
  }

  async #source(groupId: number, { streams, streamPrefix: prefix = "" }: LogQuery): Promise<LogSource> {
    if (streams === undefined && prefix === "") return { groupId, wants: () => true };
    const streamIds =
      streams === undefined
        ? await this.#idsByPrefix(groupId, prefix)
        : await this.#idsByName(groupId, streams, prefix);
    if (streamIds.length <= MERGED_STREAMS_MAX) return { streamIds };
    const wanted = streams === undefined ? undefined : new Set(streams);
    return { groupId, wants: (name) => name.startsWith(prefix) && (wanted?.has(name) ?? true) };
  }

  async #idsByName(groupId: number, names: readonly string[], prefix: string): Promise<readonly number[]> {
    const fitting = [...new Set(names)].filter((name) => name.startsWith(prefix));
    const ids = await Promise.all(fitting.map((name) => this.streamId(groupId, name)));
    return ids.filter((id) => id !== undefined);
  }

  async #idsByPrefix(groupId: number, prefix: string): Promise<readonly number[]> {
    const range = keyRange(prefix, undefined);
    if (range?.start !== "from") return [];
    const { from, before } = range;
    const found = await this.streamsBetween(groupId, { from, before, limit: MERGED_STREAMS_MAX + 1 });
    return found.filter(({ name }) => name.startsWith(prefix)).map(({ id }) => id);
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
