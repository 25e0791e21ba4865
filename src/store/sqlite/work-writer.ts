import { optionalNumberOf } from "../columns.ts";
import type { Connection } from "./connection.ts";
import type { Applier } from "./group-commit.ts";
import type { WorkChange, WorkOp, WorkRow } from "./protocol.ts";
import { dropWork, finishWork, lastWork, putWork, repeatWork } from "./statements.ts";
import { vacuumStep } from "./vacuum.ts";

/** Work that is dropped in one go: some ten milliseconds, which is how long an event may have to wait. */
const DROP_STEP = 1_000;
/** Freed space is looked for once in so many removals, which free less than is then given back. */
const REMOVALS_PER_VACUUM = 512;

/** Applies operations on work; runs in the writer thread. */
export class WorkWriter implements Applier<WorkOp, readonly number[]> {
  readonly #connection: Connection;
  #removals = 0;

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  apply(op: WorkOp): readonly number[] {
    switch (op.op) {
      case "put":
        return op.work.map((work) => this.#put(work, op.nowMs));
      case "settle":
        return op.changes.map((change) => this.#settle(change, op.nowMs));
      case "drop":
        break;
    }
    return this.#drop(op.queue, op.lane, op.last);
  }

  undone(): void {
    // Nothing is remembered of a transaction but how much it removed, which need not be exact.
  }

  #put(work: WorkRow, nowMs: number): number {
    return this.#connection.run(putWork, { ...work, nowMs });
  }

  #settle({ queue, id, again, following }: WorkChange, nowMs: number): number {
    const settled =
      again === undefined
        ? this.#connection.run(finishWork, { queue, id })
        : this.#connection.run(repeatWork, { queue, id, ...again });
    if (settled === 0) return 0;
    for (const work of following) this.#put(work, nowMs);
    if (again === undefined) this.#removed(1);
    return settled;
  }

  /** Answers how many were removed, and up to which place this drop goes. */
  #drop(queue: string, lane: string, until: number | undefined): readonly number[] {
    const last = until ?? this.#last();
    const removed = this.#connection.run(dropWork, { queue, lane, last, limit: DROP_STEP });
    this.#removed(removed);
    return [removed, last];
  }

  #last(): number {
    const row = this.#connection.get(lastWork, {});
    return (row && optionalNumberOf(row, "sequence")) ?? 0;
  }

  #removed(count: number): void {
    this.#removals += count;
    if (this.#removals < REMOVALS_PER_VACUUM) return;
    this.#removals = 0;
    vacuumStep(this.#connection);
  }
}
