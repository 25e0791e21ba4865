import { RecordConflict } from "../ports/records.ts";
import { numberOf, optionalNumberOf } from "../columns.ts";
import type { Connection } from "./connection.ts";
import type { Applier } from "./group-commit.ts";
import type { RecordOp, RecordWrite } from "./protocol.ts";
import { forgetDeleted, lastSequence, putRecord, recordVersion } from "./statements.ts";

/** Deletions are remembered for this many changes, for those who follow the changes and for the order of versions. */
const DELETIONS_KEPT = 10_000;
/** Old deletions are looked for once in so many. */
const DELETIONS_PER_SWEEP = 1_000;

/** Applies writes of records; runs in the writer thread. */
export class RecordWriter implements Applier<RecordWrite> {
  readonly #connection: Connection;
  #sequence = 0;
  #deletions = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.undone();
  }

  apply(changes: RecordWrite): number {
    for (const change of changes) this.#apply(change);
    return changes.length;
  }

  undone(): void {
    const row = this.#connection.get(lastSequence, {});
    this.#sequence = (row && optionalNumberOf(row, "sequence")) ?? 0;
  }

  #apply({ kind, key, value, expect }: RecordOp): void {
    const row = this.#connection.get(recordVersion, { kind, key });
    const version = row === undefined ? 0 : numberOf(row, "version");
    const present = row !== undefined && numberOf(row, "present") === 1;
    if (expect !== undefined && expect !== (present ? version : "absent")) throw new RecordConflict(kind, key);
    if (value === null && !present) return;
    this.#sequence += 1;
    this.#connection.run(putRecord, { kind, key, value, version: version + 1, sequence: this.#sequence });
    if (value === null) this.#countDeletion();
  }

  #countDeletion(): void {
    this.#deletions += 1;
    if (this.#deletions % DELETIONS_PER_SWEEP !== 0) return;
    this.#connection.run(forgetDeleted, { sequence: this.#sequence - DELETIONS_KEPT });
  }
}
