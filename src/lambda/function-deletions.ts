import { everyRecord, type RecordChange } from "../store/index.ts";
import { Activation, drainMs } from "./activation.ts";
import { ALIAS_KIND } from "./alias-record.ts";
import { belongingDeletions } from "./belongings.ts";
import type { ControlPlane } from "./control-plane.ts";
import type { FunctionEntry } from "./function-entry.ts";
import { packagesOf, usedPackages } from "./function-record.ts";
import { PackageCollector } from "./package-collector.ts";
import { keepVersionCounter } from "./version-counter.ts";
import { readVersionRecord, VERSION_KIND } from "./version-record.ts";

/** What goes with a function. */
export interface FunctionDeletions {
  /** To be written together with the deletion of the function's record. */
  readonly changes: readonly RecordChange[];
  /** To be released once that is written. */
  readonly packages: readonly string[];
  /** How long their code may still be in use. */
  readonly drainMs: number;
}

/** Everything that goes with a function: versions, aliases, what belongs to them, and their use of packages. */
export async function functionDeletions({ records }: ControlPlane, entry: FunctionEntry): Promise<FunctionDeletions> {
  const { key, record } = entry;
  const packages = new Set(usedPackages(record));
  const changes: RecordChange[] = [
    Activation.unmark(key),
    ...keepVersionCounter(key, record),
    ...PackageCollector.unuse([...packages], key),
    ...(await belongingDeletions(records, key)),
  ];
  for await (const version of everyRecord(records, VERSION_KIND, `${key}/`)) {
    const used = packagesOf(readVersionRecord(version.key, version.value).settings);
    for (const id of used) packages.add(id);
    changes.push({ op: "delete", kind: VERSION_KIND, key: version.key });
    changes.push(...PackageCollector.unuse(used, version.key));
  }
  for await (const alias of everyRecord(records, ALIAS_KIND, `${key}/`))
    changes.push({ op: "delete", kind: ALIAS_KIND, key: alias.key });
  const drains = [entry.latest, ...entry.versions.values()].map(drainMs);
  return { changes, packages: [...packages], drainMs: Math.max(...drains) };
}
