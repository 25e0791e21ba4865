import type { Json, RecordChange, RecordStore } from "../store/index.ts";
import type { FunctionRecord } from "./function-record.ts";

/** The next version number of a function that was deleted, by function key. */
const VERSION_COUNTER_KIND = "function-version-counter";

/**
 * The number that the first version of a new function gets: versions are numbered on where an earlier function of the
 * name ended (AWS Lambda developer guide, "Lambda function versions": numbers are never reused, even for a function that
 * was deleted and made again).
 */
export async function versionCounter(records: RecordStore, key: string): Promise<number> {
  const stored = await records.get(VERSION_COUNTER_KIND, key);
  return countOf(stored?.value);
}

/** What is written when a function is deleted, if it ever published a version. */
export function keepVersionCounter(key: string, { nextVersion }: FunctionRecord): readonly RecordChange[] {
  return nextVersion === 1 ? [] : [{ op: "put", kind: VERSION_COUNTER_KIND, key, value: nextVersion }];
}

function countOf(value: Json | undefined): number {
  return typeof value === "number" ? value : 1;
}
