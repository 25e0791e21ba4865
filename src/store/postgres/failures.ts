import { StoreFullError, StoreUnavailableError } from "../ports/records.ts";

/** The connection broke, or could not be made; what was under way on it is not known here. */
export class Disconnected extends Error {
  constructor(cause: unknown) {
    super(messageOf(cause), { cause });
    this.name = "Disconnected";
  }
}

/** PostgreSQL's error codes (appendix A of its manual) that mean "not now": another attempt may succeed. */
const AWAY = new Set([
  "57P01", // admin_shutdown
  "57P02", // crash_shutdown
  "57P03", // cannot_connect_now
  "57P05", // idle_session_timeout
  "25006", // read_only_sql_transaction: a standby that has not taken over yet
  "53300", // too_many_connections
]);
/** Class 08: connection exceptions. */
const CONNECTION_CLASS = "08";
/** The transaction was undone so that another could go on: serialization_failure, deadlock_detected. */
const CONTENTION = new Set(["40001", "40P01"]);
const DISK_FULL = "53100";

/** The five characters that PostgreSQL gives with each of its errors. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error && "severity" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** To be used on what the driver throws: everything that is not an answer of the server is a broken connection. */
export function translated(error: unknown): unknown {
  const state = sqlState(error);
  const away = state === undefined || AWAY.has(state) || state.startsWith(CONNECTION_CLASS);
  return away ? new Disconnected(error) : error;
}

/** Whether doing the whole transaction again may help at once. */
export function isContention(error: unknown): boolean {
  return CONTENTION.has(sqlState(error) ?? "");
}

/** What callers of the ports are told. */
export function storeErrorOf(error: unknown): unknown {
  if (error instanceof Disconnected)
    return new StoreUnavailableError("not-done", `the database cannot be reached: ${error.message}`, { cause: error });
  if (sqlState(error) !== DISK_FULL) return error;
  const message = "the disk of the PostgreSQL server is full; free some space there and try again";
  return new StoreFullError({ message, cause: error });
}

/** The connection broke between COMMIT and its answer. */
export function unknownOutcome(error: Disconnected): StoreUnavailableError {
  return new StoreUnavailableError(
    "unknown",
    `the connection to the database broke while it committed, so the change may have been made or not: ${error.message}`,
    { cause: error },
  );
}

/** Connection attempts to several addresses fail with an AggregateError, which has no message of its own. */
function messageOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(messageOf).join("; ");
  return cause instanceof Error ? cause.message : String(cause);
}
