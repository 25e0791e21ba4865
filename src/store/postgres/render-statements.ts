import { writeFileSync } from "node:fs";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
import { migrationTable, recordMigrations } from "../migrations.ts";
import { migrationQueries, recordQueries } from "../record-queries.ts";
import { renderStatements } from "../render-statements.ts";
import type { Compilable, Tables } from "../schema.ts";
import { recordBatchQueries } from "./batch-queries.ts";

const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new PostgresIntrospector(of),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** What is done here for many rows at once, and so needs no query for one. */
function without(queries: Record<string, Compilable>, ...names: readonly string[]): Record<string, Compilable> {
  return Object.fromEntries(Object.entries(queries).filter(([name]) => !names.includes(name)));
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
      ...without(recordQueries(db), "recordVersion", "putRecord", "lastSequence"),
      ...recordBatchQueries(db),
    },
    migrations: { recordMigrations },
  });
}

if (import.meta.main) writeFileSync(new URL("./statements.ts", import.meta.url), renderPostgresStatements());
