import { writeFileSync } from "node:fs";
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from "kysely";
import { logEventQueries, logRemovalQueries } from "../log-event-queries.ts";
import { logGroupQueries, logStreamQueries } from "../log-queries.ts";
import { logMigrations, migrationTable, recordMigrations } from "../migrations.ts";
import type { MigrationSource } from "../migrations.ts";
import { migrationQueries, recordQueries } from "../record-queries.ts";
import { Parameter } from "../schema.ts";
import type { Compilable, Tables } from "../schema.ts";
import type { Migration, Statement } from "../statement.ts";

const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (of) => new SqliteIntrospector(of),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
});

function statement(query: Compilable): Statement {
  const { sql, parameters } = query.compile();
  const names = parameters.map((parameter) => {
    if (parameter instanceof Parameter) return parameter.name;
    if (typeof parameter === "number") return `=${parameter}`;
    throw new Error(`the query ${sql} binds the constant ${String(parameter)}; use param()`);
  });
  return { sql: inlineNumbers(sql, names), parameters: names.filter((name) => !name.startsWith("=")) };
}

/** Numbers that Kysely binds (`limit 1`) are constants of the query: they become part of its text. */
function inlineNumbers(sql: string, names: readonly string[]): string {
  let place = 0;
  return sql.replaceAll("?", () => {
    const name = names[place++] ?? "";
    return name.startsWith("=") ? name.slice(1) : "?";
  });
}

function migration(source: MigrationSource): Migration {
  const { number, name } = source;
  return { number, name, statements: source.build(db, "sqlite").map((step) => statement(step).sql) };
}

/**
 * The text of `statements.ts`: every query of the SQLite adapter, compiled by Kysely ahead of time. Importing Kysely
 * costs a server start some 50 ms and several MB; the compiled text costs nothing.
 */
export function renderStatements(): string {
  const queries: Record<string, Compilable> = {
    migrationTable: migrationTable(db, "sqlite"),
    ...migrationQueries(db),
    ...recordQueries(db),
    ...logGroupQueries(db),
    ...logStreamQueries(db),
    ...logEventQueries(db),
    ...logRemovalQueries(db),
  };
  return [
    "// Made from the queries and migrations beside this folder by `node src/store/sqlite/render-statements.ts`.",
    'import type { Migration, Statement } from "../statement.ts";',
    "",
    ...Object.entries(queries).map(([name, query]) => {
      const { sql, parameters } = statement(query);
      const names = parameters.map((parameter) => JSON.stringify(parameter));
      return `export const ${name}: Statement<${[...new Set(names)].join(" | ") || "never"}> = ${JSON.stringify({ sql, parameters })};\n`;
    }),
    `export const recordMigrations: readonly Migration[] = ${JSON.stringify(recordMigrations.map(migration))};\n`,
    `export const logMigrations: readonly Migration[] = ${JSON.stringify(logMigrations.map(migration))};\n`,
  ].join("\n");
}

if (import.meta.main) writeFileSync(new URL("./statements.ts", import.meta.url), renderStatements());
