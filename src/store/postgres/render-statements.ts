import { writeFileSync } from "node:fs";
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from "kysely";
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
import type { Compilable, Tables } from "../schema.ts";
import { workQueries } from "../work-queries.ts";
import { logBatchQueries } from "./log-batch-queries.ts";
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

/** What is done here for many rows at once, or not at all, and so needs none of the store's queries for one. */
const NOT_HERE = new Set([
  "recordVersion",
  "putRecord",
  "lastSequence",
  "growLogStream",
  "insertLogEvent",
  "walkLaneAt",
  "walkLaneAfter",
  "readPayload",
  "firstLane",
  "laneAfter",
]);

function usedHere(queries: Record<string, Compilable>): Record<string, Compilable> {
  return Object.fromEntries(Object.entries(queries).filter(([name]) => !NOT_HERE.has(name)));
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
      ...usedHere({
        ...recordQueries(db),
        ...logGroupQueries(db),
        ...logStreamQueries(db),
        ...logEventQueries(db),
        ...logRemovalQueries(db),
        ...workQueries(db),
        ...messageQueueQueries(db),
        ...messageGroupQueries(db),
        ...messageDuplicateQueries(db),
        ...messageQueries(db),
        ...messageContentQueries(db),
      }),
      ...recordBatchQueries(db),
      ...logBatchQueries(db),
      ...workBatchQueries(db),
    },
    migrations: { recordMigrations, logMigrations, workMigrations, messageMigrations },
  });
}

if (import.meta.main) writeFileSync(new URL("./statements.ts", import.meta.url), renderPostgresStatements());
