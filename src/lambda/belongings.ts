import { everyRecord, type Json, type RecordChange, type RecordStore } from "../store/index.ts";
import { PROVISIONED_KIND, RESERVED_KIND } from "./concurrency/concurrency-record.ts";
import { SIGNING_ATTACHMENT_KIND } from "./code-signing/signing-config-record.ts";
import { EVENT_INVOKE_KIND } from "./event-invoke/event-invoke-record.ts";
import { FUNCTION_URL_KIND, urlDeletions } from "./function-urls/url-record.ts";
import { POLICY_KIND } from "./policy/policy-record.ts";
import { RECURSION_KIND } from "./recursion-record.ts";
import { RUNTIME_MANAGEMENT_KIND } from "./runtime-management-record.ts";

interface Belonging {
  readonly kind: string;
  /** What is to be deleted with such a record, where it has keys of its own. */
  readonly deletions?: (key: string, value: Json) => readonly RecordChange[];
}

/**
 * Kinds of record that belong to a function, version or alias and are deleted with it. Their keys are made by
 * `belongingKey`, and they are written through `changeFunction`, so that none can appear while its owner is deleted.
 */
const BELONGINGS: readonly Belonging[] = [
  { kind: RESERVED_KIND },
  { kind: PROVISIONED_KIND },
  { kind: EVENT_INVOKE_KIND },
  { kind: SIGNING_ATTACHMENT_KIND },
  { kind: POLICY_KIND },
  { kind: FUNCTION_URL_KIND, deletions: urlDeletions },
  { kind: RECURSION_KIND },
  { kind: RUNTIME_MANAGEMENT_KIND },
];

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
  for (const { kind, deletions: further } of BELONGINGS)
    for await (const { key, value } of everyRecord(records, kind, owner))
      if (key === owner || key.startsWith(`${owner}/`))
        deletions.push({ op: "delete", kind, key }, ...(further?.(key, value) ?? []));
  return deletions;
}
