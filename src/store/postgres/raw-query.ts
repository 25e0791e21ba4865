import { type RawBuilder, sql } from "kysely";
import type { Compilable, Database } from "../schema.ts";

// Queries over many rows at once, which only PostgreSQL has: a batch is one JSON parameter, and so one round trip.

/** Binds a query that is written as text to a database, so that it compiles like the others. */
export function raw(db: Database, query: RawBuilder<unknown>): Compilable {
  return {
    compile: () => {
      const { sql: lines, parameters } = query.compile(db);
      return { sql: lines.replaceAll(/\s+/g, " ").trim(), parameters };
    },
  };
}

/** Text columns of such a row compare by bytes, as those of the tables do. */
export const TEXT: RawBuilder<unknown> = sql`text collate "C"`;
