import { everyRecord } from "../store/index.ts";
import type { ControlPlane } from "./control-plane.ts";
import type { FunctionChange } from "./function-directory.ts";
import type { FunctionEntry } from "./function-entry.ts";
import { type FunctionSettings, packagesOf } from "./function-record.ts";
import { contentHash } from "./launch-specs.ts";
import { PackageCollector } from "./package-collector.ts";
import { type PublishedVersion, readVersionRecord, snapshot, VERSION_KIND, versionKey } from "./version-record.ts";

/** What a publication makes of a version: a snapshot that serves at once, or one that becomes active with an update. */
export interface Publishing {
  readonly state: "Active" | "Pending";
  /** Of the version; that of `$LATEST` when undefined. */
  readonly description: string | undefined;
}

/**
 * The newest version when nothing was changed since it was published, so that it stands for a further publication
 * (PublishVersion: "Lambda doesn't publish a version if the function's configuration and code haven't changed since
 * the last version").
 */
export async function unchangedVersion(
  plane: ControlPlane,
  entry: FunctionEntry,
  settings: FunctionSettings,
): Promise<PublishedVersion | undefined> {
  const newest = await newestVersion(plane, entry);
  // One that failed to become active is of no use to anybody.
  if (newest === undefined || newest.state === "Failed") return undefined;
  return newest.sourceHash === contentHash(settings) ? newest : undefined;
}

async function newestVersion(
  { directory, records }: ControlPlane,
  entry: FunctionEntry,
): Promise<PublishedVersion | undefined> {
  const { nextVersion } = entry.record;
  if (nextVersion === 1) return undefined;
  const last = await directory.version(entry, String(nextVersion - 1));
  if (last !== undefined) return last.record;
  // It was deleted, so the newest is found only by looking at all.
  let newest: PublishedVersion | undefined;
  for await (const { key, value } of everyRecord(records, VERSION_KIND, `${entry.key}/`))
    newest = readVersionRecord(key, value);
  return newest;
}

/** Adds the publication of a version of these settings to a change of the function. */
export function withPublication(
  { random }: Pick<ControlPlane, "random">,
  key: string,
  { record, also, ...change }: FunctionChange,
  settings: FunctionSettings,
  { state, description }: Publishing,
): FunctionChange & { readonly published: PublishedVersion } {
  const { lastModifiedMs } = record.latest;
  const made = { state, description, revisionId: random.uuid(), lastModifiedMs };
  const published = snapshot(record, settings, made);
  const user = versionKey(key, published.version);
  return {
    ...change,
    record: {
      ...record,
      nextVersion: record.nextVersion + 1,
      publishing: state === "Pending" ? published.version : null,
    },
    versions: [published],
    also: [...also, ...packagesOf(settings).map((id) => PackageCollector.use(id, user))],
    published,
  };
}
