import type { LaneOutcome } from "../lane.ts";
import { type RecordChange, RecordConflict } from "../ports/records.ts";

/** What the database holds of a key. */
export interface KnownVersion {
  readonly version: number;
  readonly present: boolean;
}

/** A row as it is to be written. */
export interface RecordRow {
  readonly kind: string;
  readonly key: string;
  /** JSON text; null when deleted. */
  readonly value: string | null;
  readonly version: number;
  readonly sequence: number;
}

/** All changes of one `write`, done together or not at all. */
export type RecordWrite = readonly RecordChange[];

export function placeOfRecord({ kind, key }: { readonly kind: string; readonly key: string }): string {
  return JSON.stringify([kind, key]);
}

/** Works out in memory what a batch of writes leaves of each key, every write seeing those before it. */
export class RecordBatch {
  readonly #known: ReadonlyMap<string, KnownVersion>;
  #rows = new Map<string, RecordRow>();
  #sequence: number;

  constructor(known: ReadonlyMap<string, KnownVersion>, lastSequence: number) {
    this.#known = known;
    this.#sequence = lastSequence;
  }

  /** The last row of each key that changed. */
  get rows(): readonly RecordRow[] {
    return [...this.#rows.values()];
  }

  get sequence(): number {
    return this.#sequence;
  }

  /** Answers how many changes there were, or the conflict; then nothing of the write is kept. */
  apply(write: RecordWrite): LaneOutcome<number> {
    const before = { rows: new Map(this.#rows), sequence: this.#sequence };
    for (const change of write) {
      const conflict = this.#change(change);
      if (conflict === undefined) continue;
      this.#rows = before.rows;
      this.#sequence = before.sequence;
      return { ok: false, error: conflict };
    }
    return { ok: true, value: write.length };
  }

  #change(change: RecordChange): RecordConflict | undefined {
    const { kind, key, expect } = change;
    const place = placeOfRecord(change);
    const row = this.#rows.get(place);
    const { version, present } =
      row === undefined
        ? (this.#known.get(place) ?? { version: 0, present: false })
        : { version: row.version, present: row.value !== null };
    if (expect !== undefined && expect !== (present ? version : "absent")) return new RecordConflict(kind, key);
    if (change.op === "delete" && !present) return undefined;
    this.#sequence += 1;
    const value = change.op === "put" ? JSON.stringify(change.value) : null;
    this.#rows.set(place, { kind, key, value, version: version + 1, sequence: this.#sequence });
    return undefined;
  }
}
