import type { Connection } from "./connection.ts";

/** Freed pages given back to the file system in one go, and how many may stay for later use. */
const VACUUM_STEP_PAGES = 512;
const FREE_PAGES_KEPT = 4_096;

/** Gives some of the space that was freed back to the file system; returns zero when there is little left to give. */
export function vacuumStep(connection: Connection): number {
  if (connection.pragma("freelist_count") <= FREE_PAGES_KEPT) return 0;
  connection.execute(`pragma incremental_vacuum(${VACUUM_STEP_PAGES})`);
  return 1;
}
