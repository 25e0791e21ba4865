import { numberOf, optionalNumberOf } from "../columns.ts";
import type { LaneOutcome } from "../lane.ts";
import { RECORD_LOCK } from "./locks.ts";
import { type KnownVersion, placeOfRecord, RecordBatch, type RecordWrite } from "./record-batch.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import { forgetDeleted, putRecords, recordVersions } from "./statements.ts";

/** Deletions are remembered for this many changes, for those who follow the changes and for the order of versions. */
const DELETIONS_KEPT = 10_000;
/** Old deletions are looked for once in so many. */
const DELETIONS_PER_SWEEP = 1_000;

/** Commits writes of records, many in one transaction. */
export class RecordWriter {
  readonly #sessions: Sessions;
  #deletions = 0;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  async commit(writes: readonly RecordWrite[]): Promise<readonly LaneOutcome<number>[]> {
    const isSweepDue = this.#deletions >= DELETIONS_PER_SWEEP;
    const { outcomes, deletions } = await this.#sessions.transaction(RECORD_LOCK, async (session) => {
      const batch = await startBatch(session, writes);
      const results = writes.map((write) => batch.apply(write));
      const { rows } = batch;
      if (rows.length > 0) await session.run(putRecords, { rows: JSON.stringify(rows) });
      if (isSweepDue) await session.run(forgetDeleted, { sequence: batch.sequence - DELETIONS_KEPT });
      return { outcomes: results, deletions: rows.filter(({ value }) => value === null).length };
    });
    this.#deletions = (isSweepDue ? 0 : this.#deletions) + deletions;
    return outcomes;
  }
}

/** Reads what the database holds of the keys that are to change. The lock keeps it so until the commit. */
async function startBatch(session: Session, writes: readonly RecordWrite[]): Promise<RecordBatch> {
  const keys = new Map(writes.flat().map((change) => [placeOfRecord(change), change]));
  const places = [...keys.keys()];
  const asked = [...keys.values()].map(({ kind, key }, place) => ({ place, kind, key }));
  const rows = await session.rows(recordVersions, { rows: JSON.stringify(asked) });
  const known = new Map<string, KnownVersion>();
  let lastSequence = 0;
  for (const row of rows) {
    lastSequence = optionalNumberOf(row, "last_sequence") ?? 0;
    const version = optionalNumberOf(row, "version");
    const place = places[numberOf(row, "place")];
    if (version !== undefined && place !== undefined) known.set(place, { version, present: row["present"] === true });
  }
  return new RecordBatch(known, lastSequence);
}
