import { writeFileSync } from "node:fs";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import { logEventQueries, logRemovalQueries } from "../log-event-queries.ts";
import { logGroupQueries, logStreamQueries } from "../log-queries.ts";
import { messageMigrations } from "../message-migrations.ts";
import {
  messageContentQueries,
  messageDuplicateQueries,
  messageGroupQueries,
  messageQueries,
  messageQueueQueries,
} from "../message-queries.ts";
import { logMigrations, migrationTable, recordMigrations, workMigrations } from "../migrations.ts";
import { migrationQueries, recordQueries } from "../record-queries.ts";
import { renderStatements } from "../render-statements.ts";
import type { Tables } from "../schema.ts";
import { workQueries } from "../work-queries.ts";

const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new SqliteIntrospector(of),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

/** The text of `statements.ts`. */
export function renderSqliteStatements(): string {
  return renderStatements({
    db,
    dialect: "sqlite",
    command: "node src/store/sqlite/render-statements.ts",
    queries: {
      migrationTable: migrationTable(db, "sqlite"),
      ...migrationQueries(db),
      ...recordQueries(db),
      ...logGroupQueries(db),
      ...logStreamQueries(db),
      ...logEventQueries(db),
      ...logRemovalQueries(db),
      ...messageQueueQueries(db),
      ...messageGroupQueries(db),
      ...messageDuplicateQueries(db),
      ...messageQueries(db),
      ...messageContentQueries(db),
      ...workQueries(db),
    },
    migrations: { recordMigrations, logMigrations, messageMigrations, workMigrations },
  });
}

if (import.meta.main) writeFileSync(new URL("./statements.ts", import.meta.url), renderSqliteStatements());
