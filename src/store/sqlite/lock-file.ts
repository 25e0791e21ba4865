import { DatabaseSync } from "node:sqlite";

/** SQLITE_BUSY: another process holds the lock. */
const BUSY_CODE = 5;

/**
 * Locks a file for as long as this process lives, or until `release`; undefined when another process has it. The lock
 * is the kernel's (SQLite takes it with fcntl), so a process that was killed leaves nothing stale behind.
 */
export function lockFile(file: string): { release(): void } | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("pragma journal_mode = memory; begin exclusive");
  } catch (error) {
    database.close();
    if (error instanceof Error && "errcode" in error && error.errcode === BUSY_CODE) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
