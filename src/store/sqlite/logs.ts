import type { Scope } from "../../base/index.ts";
import { numberOf, textOf } from "../columns.ts";
import type { Lane } from "../lane.ts";
import { LaneLogStore, type RetainedGroup } from "../lane-log-store.ts";
import type { LogOp } from "../log-ops.ts";
import type { ReadSlice } from "../log-page.ts";
import { groupOf, streamOf } from "../log-rows.ts";
import type { LogGroup, LogGroupQuery, LogStream, LogStreamQuery } from "../ports/logs.ts";
import type { Connection } from "./connection.ts";
import { groupsPage, streamsPage } from "./log-listing.ts";
import { readSlice } from "./log-slice.ts";
import { groupsWithRetention, listLogStreamsByName, logGroup, logStream } from "./statements.ts";

/** Reads on this thread in short slices; writes go through the writer thread. */
export class SqliteLogStore extends LaneLogStore {
  readonly #reader: Connection;
  protected override readonly readSlice: ReadSlice;

  constructor(reader: Connection, lane: Lane<LogOp>, onDeleted: () => void) {
    super(lane, onDeleted);
    this.#reader = reader;
    this.readSlice = (query) => readSlice(reader, query);
  }

  override async group({ accountId, region }: Scope, name: string): Promise<LogGroup | undefined> {
    const row = this.#reader.get(logGroup, { accountId, region, name });
    return row && groupOf(row);
  }

  override async listGroups(scope: Scope, query: LogGroupQuery): Promise<readonly LogGroup[]> {
    return groupsPage(this.#reader, scope, query);
  }

  override async stream(scope: Scope, group: string, name: string): Promise<LogStream | undefined> {
    const groupId = await this.groupId(scope, group);
    const row = groupId === undefined ? undefined : this.#reader.get(logStream, { groupId, name });
    return row && streamOf(row);
  }

  override async listStreams(scope: Scope, group: string, query: LogStreamQuery): Promise<readonly LogStream[]> {
    const groupId = await this.groupId(scope, group);
    return groupId === undefined ? [] : streamsPage(this.#reader, groupId, query);
  }

  protected override async groupId({ accountId, region }: Scope, name: string): Promise<number | undefined> {
    const row = this.#reader.get(logGroup, { accountId, region, name });
    return row && numberOf(row, "id");
  }

  protected override async streamId(groupId: number, name: string): Promise<number | undefined> {
    const row = this.#reader.get(logStream, { groupId, name });
    return row && numberOf(row, "id");
  }

  protected override async streamsBetween(
    groupId: number,
    range: { readonly from: string; readonly before: string; readonly limit: number },
  ): Promise<readonly { readonly id: number; readonly name: string }[]> {
    const rows = this.#reader.all(listLogStreamsByName, { groupId, ...range, offset: 0 });
    return rows.map((row) => ({ id: numberOf(row, "id"), name: textOf(row, "name") }));
  }

  protected override async retainedGroups(): Promise<readonly RetainedGroup[]> {
    const rows = this.#reader.all(groupsWithRetention, {});
    return rows.map((row) => ({ groupId: numberOf(row, "id"), retentionDays: numberOf(row, "retention_days") }));
  }
}
