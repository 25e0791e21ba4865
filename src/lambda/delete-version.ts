import { everyRecord } from "../store/index.ts";
import { drainMs } from "./activation.ts";
import { ALIAS_KIND, readAliasRecord } from "./alias-record.ts";
import { belongingDeletions } from "./belongings.ts";
import type { ControlPlane } from "./control-plane.ts";
import { lambdaError } from "./errors.ts";
import type { FunctionEntry } from "./function-entry.ts";
import { LATEST } from "./function-name.ts";
import { packagesOf } from "./function-record.ts";
import { changeFunction } from "./function-update.ts";
import { PackageCollector } from "./package-collector.ts";
import { isVersionNumber, versionKey } from "./version-record.ts";

/** Deletes a version; one that does not exist is no error. Throws `AwsError` for `$LATEST`, an alias, or a version in use. */
export async function deleteVersion(
  plane: ControlPlane,
  find: () => Promise<FunctionEntry>,
  version: string,
): Promise<void> {
  const { directory, collector, records } = plane;
  let release: (() => void) | undefined;
  await changeFunction(plane, find, async (entry) => {
    release = undefined;
    if (version === LATEST) throw lambdaError("latest-not-deletable");
    if (!isVersionNumber(version)) throw lambdaError("alias-not-deletable");
    const found = await directory.version(entry, version);
    if (found === undefined) return undefined;
    await refuseAliased(plane, entry, version);
    const packages = packagesOf(found.record.settings);
    release = () => collector.release(packages, drainMs(found));
    const unuse = PackageCollector.unuse(packages, versionKey(entry.key, version));
    const belongings = await belongingDeletions(records, entry.key, version);
    return { record: entry.record, deletedVersion: version, also: [...unuse, ...belongings] };
  });
  release?.();
}

/** Throws `AwsError` when an alias points to this version. */
async function refuseAliased({ records }: ControlPlane, { key }: FunctionEntry, version: string): Promise<void> {
  const names: string[] = [];
  for await (const stored of everyRecord(records, ALIAS_KIND, `${key}/`)) {
    const alias = readAliasRecord(stored.key, stored.value);
    if (alias.version === version || alias.routing?.version === version) names.push(alias.name);
  }
  if (names.length > 0) throw lambdaError("version-aliased", { aliases: names.join(", ") });
}
