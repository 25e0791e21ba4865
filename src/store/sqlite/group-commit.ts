import type { Connection } from "./connection.ts";
import { failureOf } from "./failures.ts";
import type { Outcome } from "./protocol.ts";

/** Does the operations of one lane inside a transaction that is already open. */
export interface Applier<Op, Result = number> {
  /** Throws when the operation cannot be done; it then has changed nothing, or `undone` is called. */
  apply(op: Op): Result;
  /** The transaction was rolled back: whatever was remembered of it is void. */
  undone(): void;
}

/**
 * Commits many operations at the price of one. An operation that is refused does not hurt the others; when the whole
 * transaction fails (a full disk), each is tried alone, so that those which still fit are done.
 */
export function commitTogether<Op, Result>(
  connection: Connection,
  applier: Applier<Op, Result>,
  ops: readonly Op[],
): Outcome<Result>[] {
  try {
    return inTransaction(connection, applier, () => ops.map((op) => attempt(connection, applier, op)));
  } catch (error) {
    if (ops.length === 1) return [{ ok: false, failure: failureOf(error) }];
    return ops.flatMap((op) => commitTogether(connection, applier, [op]));
  }
}

function inTransaction<T, Op, Result>(connection: Connection, applier: Applier<Op, Result>, work: () => T): T {
  connection.execute("begin immediate");
  try {
    const result = work();
    connection.execute("commit");
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.execute("rollback");
    applier.undone();
    throw error;
  }
}

function attempt<Op, Result>(connection: Connection, applier: Applier<Op, Result>, op: Op): Outcome<Result> {
  connection.execute("savepoint op");
  try {
    const value = applier.apply(op);
    connection.execute("release op");
    return { ok: true, value };
  } catch (error) {
    const failure = failureOf(error);
    // SQLite may have rolled back everything by itself; then, and when the cause lies outside the operation, none is done.
    if (failure.code === "full" || failure.code === "failed" || !connection.inTransaction) throw error;
    connection.execute("rollback to op; release op");
    applier.undone();
    return { ok: false, failure };
  }
}
