import type { RecordChange, RecordStore } from "../store/index.ts";
import { everyRecord } from "./every-record.ts";

/**
 * Kinds of record that belong to a function, version or alias and are deleted with it. Their keys are made by
 * `belongingKey`, and they are written through `changeFunction`, so that none can appear while its owner is deleted.
 */
const BELONGING_KINDS: readonly string[] = [];

/**
 * The key of what belongs to a qualifier of a function (`$LATEST`, a version or an alias).
 *
 * @param part tells several of one kind and owner apart
 */
export function belongingKey(functionKey: string, qualifier: string, part?: string): string {
  const key = `${functionKey}/${qualifier}`;
  return part === undefined ? key : `${key}/${part}`;
}

/** The deletion of everything that belongs to a function, or only to one version or alias of it. */
export async function belongingDeletions(
  records: RecordStore,
  functionKey: string,
  qualifier?: string,
): Promise<readonly RecordChange[]> {
  const owner = qualifier === undefined ? functionKey : `${functionKey}/${qualifier}`;
  const deletions: RecordChange[] = [];
  for (const kind of BELONGING_KINDS)
    for await (const { key } of everyRecord(records, kind, owner))
      if (key === owner || key.startsWith(`${owner}/`)) deletions.push({ op: "delete", kind, key });
  return deletions;
}
