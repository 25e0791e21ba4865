import type { Migration } from "../statement.ts";
import { numberOf } from "../columns.ts";
import type { Connection } from "./connection.ts";
import { listMigrations, migrationTable, recordMigration } from "./statements.ts";

/** The database was written by a newer server than this one. */
export class SchemaTooNewError extends Error {
  constructor(series: string, found: number, known: number) {
    super(
      `the ${series} database has schema ${found} and this version of Hearth knows schemas up to ${known}; ` +
        "start the newer version that wrote it, or choose another data folder",
    );
    this.name = "SchemaTooNewError";
  }
}

/** Takes the steps that the database has not been through, all of them or none. Throws `SchemaTooNewError`. */
export function migrate(connection: Connection, series: string, steps: readonly Migration[], nowMs: number): void {
  connection.execute("begin immediate");
  try {
    connection.run(migrationTable, {});
    const done = connection.all(listMigrations, { series }).map((row) => numberOf(row, "number"));
    const last = Math.max(0, ...done);
    const known = Math.max(0, ...steps.map((step) => step.number));
    if (last > known) throw new SchemaTooNewError(series, last, known);
    for (const { number, name, statements } of steps) {
      if (number <= last) continue;
      for (const sql of statements) connection.execute(sql);
      connection.run(recordMigration, { series, number, name, appliedMs: nowMs });
    }
    connection.execute("commit");
  } catch (error) {
    if (connection.inTransaction) connection.execute("rollback");
    throw error;
  }
}
