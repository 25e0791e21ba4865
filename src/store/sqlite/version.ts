import { naturalOrder } from "../../base/index.ts";

/** Earlier versions can lose committed pages when a checkpoint and a commit meet (SQLite release notes, 3.51.3). */
const SQLITE_MIN = "3.51.3";

/** The SQLite inside this Node is too old to be trusted with data. */
export class SqliteTooOldError extends Error {
  constructor(found: string) {
    super(
      `Hearth needs SQLite ${SQLITE_MIN} or newer and this Node (${process.version}) brings ${found}; ` +
        "start Hearth with the newest Node 24 (the npm package node pins one)",
    );
    this.name = "SqliteTooOldError";
  }
}

/** Throws `SqliteTooOldError` unless `version` is at least the oldest one that is safe. */
export function checkSqliteVersion(version: string): void {
  if (naturalOrder(version, SQLITE_MIN) < 0) throw new SqliteTooOldError(version);
}
