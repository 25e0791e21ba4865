import { writeFileSync } from "node:fs";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { migrationTable, recordMigrations, workMigrations } from "../migrations.ts";
import { migrationQueries, recordQueries } from "../record-queries.ts";
import { renderStatements } from "../render-statements.ts";
import type { Compilable, Tables } from "../schema.ts";
import { workQueries } from "../work-queries.ts";
import { recordBatchQueries } from "./record-batch-queries.ts";
import { workBatchQueries } from "./work-batch-queries.ts";

const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** The queries of the store that are done row by row here too; writing is done for many at once. */
function only(queries: Record<string, Compilable>, ...names: readonly string[]): Record<string, Compilable> {
  return Object.fromEntries(Object.entries(queries).filter(([name]) => names.includes(name)));
}

/** The text of `statements.ts`. */
export function renderPostgresStatements(): string {
  return renderStatements({
    db,
    dialect: "postgres",
    command: "node src/store/postgres/render-statements.ts",
    queries: {
      migrationTable: migrationTable(db, "postgres"),
      ...migrationQueries(db),
      ...only(recordQueries(db), "getRecord", "listRecordsFrom", "listRecordsAfter", "changesAfter", "forgetDeleted"),
      ...only(workQueries(db), "lastWork", "dropWork"),
      ...recordBatchQueries(db),
      ...workBatchQueries(db),
    },
    migrations: { recordMigrations, workMigrations },
  });
}

if (import.meta.main) writeFileSync(new URL("./statements.ts", import.meta.url), renderPostgresStatements());
