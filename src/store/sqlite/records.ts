import { keyRange } from "../key-range.ts";
import type { ChangeNotice, Json, RecordChange, RecordQuery, RecordStore, StoredRecord } from "../ports/records.ts";
import { numberOf, textOf } from "../columns.ts";
import type { Connection, Row } from "./connection.ts";
import type { Lane } from "../lane.ts";
import type { RecordOp, RecordWrite } from "./protocol.ts";
import { changesAfter, getRecord, listRecordsAfter, listRecordsFrom } from "./statements.ts";

/** Reads on this thread, which costs microseconds for a point read; writes go through the writer thread. */
export class SqliteRecordStore implements RecordStore {
  readonly #reader: Connection;
  readonly #lane: Lane<RecordWrite>;

  constructor(reader: Connection, lane: Lane<RecordWrite>) {
    this.#reader = reader;
    this.#lane = lane;
  }

  async get(kind: string, key: string): Promise<StoredRecord | undefined> {
    const row = this.#reader.get(getRecord, { kind, key });
    return row && { key, value: valueOf(row), version: numberOf(row, "version") };
  }

  async list(kind: string, { prefix, after, limit }: RecordQuery): Promise<readonly StoredRecord[]> {
    const range = keyRange(prefix, after);
    if (range === undefined) return [];
    const rows =
      range.start === "from"
        ? this.#reader.all(listRecordsFrom, { kind, from: range.from, before: range.before, limit })
        : this.#reader.all(listRecordsAfter, { kind, after: range.after, before: range.before, limit });
    return rows.map((row) => ({ key: textOf(row, "key"), value: valueOf(row), version: numberOf(row, "version") }));
  }

  async write(changes: readonly RecordChange[]): Promise<void> {
    if (changes.length === 0) return;
    const ops = changes.map(recordOp);
    const bytes = ops.reduce((sum, { kind, key, value }) => sum + kind.length + key.length + (value?.length ?? 0), 0);
    await this.#lane.submit(ops, bytes);
  }

  async changesAfter(sequence: number, limit: number): Promise<readonly ChangeNotice[]> {
    return this.#reader.all(changesAfter, { sequence, limit }).map((row) => ({
      sequence: numberOf(row, "sequence"),
      kind: textOf(row, "kind"),
      key: textOf(row, "key"),
    }));
  }
}

function recordOp(change: RecordChange): RecordOp {
  const { kind, key, expect } = change;
  return { kind, key, expect, value: change.op === "put" ? JSON.stringify(change.value) : null };
}

function valueOf(row: Row): Json {
  return JSON.parse(textOf(row, "value")) as Json;
}
