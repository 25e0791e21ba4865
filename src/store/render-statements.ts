import type { MigrationSource } from "./migrations.ts";
import { Parameter } from "./schema.ts";
import type { Compilable, Database, Dialect } from "./schema.ts";
import type { Migration, Statement } from "./statement.ts";

/** What one adapter's compiled statements are made from. */
export interface StatementSources {
  /** Knows the dialect; never connects. */
  readonly db: Database;
  readonly dialect: Dialect;
  /** The command that makes the module anew. */
  readonly command: string;
  readonly queries: Readonly<Record<string, Compilable>>;
  readonly migrations: Readonly<Record<string, readonly MigrationSource[]>>;
}

/** How each dialect writes the place of a bound value: as Kysely compiles it, and the one of this number, from 1. */
const PLACES: Record<Dialect, { readonly pattern: RegExp; readonly of: (number: number) => string }> = {
  sqlite: { pattern: /\?/g, of: () => "?" },
  postgres: { pattern: /\$\d+/g, of: (number) => `$${number}` },
};

/**
 * The text of an adapter's `statements.ts`: its queries and migrations, compiled by Kysely ahead of time. Importing
 * Kysely costs a server start some 50 ms and several MB; the compiled text costs nothing. Throws when a query binds a
 * constant that is neither a named parameter nor a number.
 */
export function renderStatements({ db, dialect, command, queries, migrations }: StatementSources): string {
  const compiled = (source: MigrationSource): Migration => ({
    number: source.number,
    name: source.name,
    statements: source.build(db, dialect).map((step) => statement(step, dialect).sql),
  });
  return [
    `// Made from the queries and migrations of the store by \`${command}\`.`,
    'import type { Migration, Statement } from "../statement.ts";',
    "",
    ...Object.entries(queries).map(([name, query]) => {
      const { sql, parameters } = statement(query, dialect);
      const names = parameters.map((parameter) => JSON.stringify(parameter));
      return `export const ${name}: Statement<${[...new Set(names)].join(" | ") || "never"}> = ${JSON.stringify({ sql, parameters })};\n`;
    }),
    ...Object.entries(migrations).map(
      ([name, steps]) => `export const ${name}: readonly Migration[] = ${JSON.stringify(steps.map(compiled))};\n`,
    ),
  ].join("\n");
}

function statement(query: Compilable, dialect: Dialect): Statement {
  const { sql, parameters } = query.compile();
  const names = parameters.map((parameter) => {
    if (parameter instanceof Parameter) return parameter.name;
    if (typeof parameter === "number") return `=${parameter}`;
    throw new Error(`the query ${sql} binds the constant ${String(parameter)}; use param()`);
  });
  return { sql: inlineNumbers(sql, names, dialect), parameters: names.filter((name) => !name.startsWith("=")) };
}

/** Numbers that Kysely binds (`limit 1`) are constants of the query: they become part of its text. */
function inlineNumbers(sql: string, names: readonly string[], dialect: Dialect): string {
  const { pattern, of } = PLACES[dialect];
  let place = 0;
  let bound = 0;
  return sql.replaceAll(pattern, () => {
    const name = names[place++] ?? "";
    return name.startsWith("=") ? name.slice(1) : of(++bound);
  });
}
