import { numberOf, textOf } from "../columns.ts";
import { keyRange } from "../key-range.ts";
import type { Lane } from "../lane.ts";
import type { ChangeNotice, Json, RecordChange, RecordQuery, RecordStore, StoredRecord } from "../ports/records.ts";
import type { RecordWrite } from "./record-batch.ts";
import type { Row } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import { changesAfter, getRecord, listRecordsAfter, listRecordsFrom } from "./statements.ts";

export class PostgresRecordStore implements RecordStore {
  readonly #sessions: Sessions;
  readonly #lane: Lane<RecordWrite>;

  constructor(sessions: Sessions, lane: Lane<RecordWrite>) {
    this.#sessions = sessions;
    this.#lane = lane;
  }

  async get(kind: string, key: string): Promise<StoredRecord | undefined> {
    const row = await this.#sessions.read((session) => session.row(getRecord, { kind, key }));
    return row && { key, value: valueOf(row), version: numberOf(row, "version") };
  }

  async list(kind: string, { prefix, after, limit }: RecordQuery): Promise<readonly StoredRecord[]> {
    const range = keyRange(prefix, after);
    if (range === undefined) return [];
    const { before } = range;
    const rows = await this.#sessions.read((session) =>
      range.start === "from"
        ? session.rows(listRecordsFrom, { kind, from: range.from, before, limit })
        : session.rows(listRecordsAfter, { kind, after: range.after, before, limit }),
    );
    return rows.map((row) => ({ key: textOf(row, "key"), value: valueOf(row), version: numberOf(row, "version") }));
  }

  async write(changes: readonly RecordChange[]): Promise<void> {
    if (changes.length === 0) return;
    const bytes = JSON.stringify(changes).length;
    await this.#lane.submit(changes, bytes);
  }

  async changesAfter(sequence: number, limit: number): Promise<readonly ChangeNotice[]> {
    const rows = await this.#sessions.read((session) => session.rows(changesAfter, { sequence, limit }));
    return rows.map((row) => ({
      sequence: numberOf(row, "sequence"),
      kind: textOf(row, "kind"),
      key: textOf(row, "key"),
    }));
  }
}

function valueOf(row: Row): Json {
  return JSON.parse(textOf(row, "value")) as Json;
}
