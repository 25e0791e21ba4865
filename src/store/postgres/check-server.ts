import { numberOf, textOf } from "../columns.ts";
import type { Statement } from "../statement.ts";
import { DatabaseOpenError } from "./open-error.ts";
import type { Session } from "./session.ts";

/** The oldest major version that its makers still mend. */
const OLDEST_MAJOR = 14;

const serverFacts: Statement<never> = {
  sql:
    "select current_setting('server_version_num')::int as version, current_setting('server_version') as name, " +
    "current_setting('server_encoding') as encoding",
  parameters: [],
};

/** Throws `DatabaseOpenError` unless this is a server, and a database, that Hearth can use. */
export async function checkServer(session: Session): Promise<void> {
  const row = await session.row(serverFacts, {});
  if (row === undefined) throw new Error("PostgreSQL did not tell its version");
  checkFacts(numberOf(row, "version"), textOf(row, "name"), textOf(row, "encoding"));
}

/** `version` is PostgreSQL's number, such as 150018 for 15.18. */
export function checkFacts(version: number, name: string, encoding: string): void {
  if (version < OLDEST_MAJOR * 10_000)
    throw new DatabaseOpenError(
      "too-old",
      `Hearth needs PostgreSQL ${OLDEST_MAJOR} or newer and this server is ${name}; upgrade it, or name another in --store`,
    );
  if (encoding !== "UTF8")
    throw new DatabaseOpenError(
      "encoding",
      `the database has the encoding ${encoding} and Hearth needs UTF8; make one with: createdb --encoding UTF8 --template template0 NAME`,
    );
}
