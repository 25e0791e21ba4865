import { Disconnected, sqlState } from "./failures.ts";

/**
 * - `unreachable`: nothing answers there
 * - `refused`: the user or the password is wrong, or the server's rules do not let it in
 * - `missing`: there is no such database
 * - `denied`: the user may not make tables
 * - `too-old`, `encoding`: the server or the database is not one that Hearth can use
 * - `schema-too-new`: a newer Hearth wrote it
 * - `in-use`: another Hearth server has it
 */
export type DatabaseOpenErrorCode =
  | "unreachable"
  | "refused"
  | "missing"
  | "denied"
  | "too-old"
  | "encoding"
  | "schema-too-new"
  | "in-use";

/** The database cannot be used. The message names the cause and the cure. */
export class DatabaseOpenError extends Error {
  readonly code: DatabaseOpenErrorCode;

  constructor(code: DatabaseOpenErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "DatabaseOpenError";
    this.code = code;
  }
}

/** Where a database is, without the password. */
export function placeOf(url: string): string {
  if (!URL.canParse(url)) return "the given database";
  const { host, pathname, searchParams } = new URL(url);
  return `${pathname.slice(1) || "the database"} at ${host || (searchParams.get("host") ?? "localhost")}`;
}

const CAUSES: Readonly<Record<string, { readonly code: DatabaseOpenErrorCode; readonly cure: string }>> = {
  "28P01": { code: "refused", cure: "check the user and the password in --store" },
  "28000": { code: "refused", cure: "check the user in --store, and the server's pg_hba.conf" },
  "3D000": { code: "missing", cure: "make it with createdb, or name another in --store" },
  "42501": { code: "denied", cure: "grant it: GRANT CREATE, CONNECT ON DATABASE ... TO ..." },
  "53300": { code: "unreachable", cure: "raise max_connections of the server, or close other programs" },
};

/** Puts what went wrong while a database was opened in words that name the cause and the cure. */
export function openErrorOf(error: unknown, url: string): unknown {
  if (error instanceof DatabaseOpenError) return error;
  const said = error instanceof Disconnected ? error.cause : error;
  const message = error instanceof Error ? error.message : String(error);
  const known = CAUSES[sqlState(said) ?? ""];
  if (known !== undefined)
    return new DatabaseOpenError(known.code, `cannot use ${placeOf(url)}: ${message}; ${known.cure}`, { cause: error });
  if (!(error instanceof Disconnected)) return error;
  return new DatabaseOpenError(
    "unreachable",
    `cannot reach ${placeOf(url)}: ${message}; start PostgreSQL there, or correct --store`,
    { cause: error },
  );
}
