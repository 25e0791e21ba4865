import { numberOf } from "../columns.ts";
import type { Migration } from "../statement.ts";
import { MIGRATION_LOCK } from "./locks.ts";
import { DatabaseOpenError } from "./open-error.ts";
import { SCHEMA } from "./sessions.ts";
import type { Session } from "./session.ts";
import { listMigrations, migrationTable, recordMigration } from "./statements.ts";

/**
 * Takes the steps that the database has not been through, all of them or none; servers that start together do it one
 * after the other. Throws `DatabaseOpenError` when a newer Hearth wrote the database.
 */
export async function migrate(
  session: Session,
  series: Readonly<Record<string, readonly Migration[]>>,
  nowMs: number,
): Promise<void> {
  await session.execute(`begin; ${MIGRATION_LOCK}`);
  try {
    await session.execute(`create schema if not exists ${SCHEMA}`);
    await session.run(migrationTable, {});
    for (const [name, steps] of Object.entries(series)) await takeSteps(session, name, steps, nowMs);
    await session.execute("commit");
  } catch (error) {
    await session.execute("rollback").catch(() => {
      // The connection is gone, and the transaction with it; the first error tells why.
    });
    throw error;
  }
}

async function takeSteps(session: Session, series: string, steps: readonly Migration[], nowMs: number): Promise<void> {
  const done = (await session.rows(listMigrations, { series })).map((row) => numberOf(row, "number"));
  const last = Math.max(0, ...done);
  const known = Math.max(0, ...steps.map((step) => step.number));
  if (last > known)
    throw new DatabaseOpenError(
      "schema-too-new",
      `the ${series} tables of the database have schema ${last} and this version of Hearth knows schemas up to ` +
        `${known}; start the newer version that wrote it, or choose another database`,
    );
  for (const { number, name, statements } of steps) {
    if (number <= last) continue;
    for (const sql of statements) await session.execute(sql);
    await session.run(recordMigration, { series, number, name, appliedMs: nowMs });
  }
}
