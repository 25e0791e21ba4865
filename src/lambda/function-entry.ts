import type { LaunchSpec } from "../invoke/index.ts";
import type { AliasRecord } from "./alias-record.ts";
import type { FunctionRecord, VersionRecord } from "./function-record.ts";
import type { PublishedVersion } from "./version-record.ts";

/** A version in memory: its record as last stored, and what was compiled from it. Replaced, never changed, but for these: */
export interface VersionEntry<Version extends VersionRecord = VersionRecord> {
  readonly record: Version;
  /** Compiled from `record`; undefined until first needed. */
  spec: LaunchSpec | undefined;
  /** Some environment may have been made from the spec. */
  invoked: boolean;
}

/** A function in memory. Replaced, never changed, when it is written. */
export interface FunctionEntry {
  readonly key: string;
  readonly record: FunctionRecord;
  /** Version of the stored record, the token of optimistic concurrency. */
  readonly storedVersion: number;
  /** Of `record.latest`. */
  readonly latest: VersionEntry;
  /** The published versions that were asked for, by number; one map for all successive entries of a function. */
  readonly versions: Map<string, VersionEntry<PublishedVersion>>;
  /** The aliases that were asked for, by name; one map for all successive entries of a function. */
  readonly aliases: Map<string, AliasRecord>;
}

export function versionEntry<Version extends VersionRecord>(record: Version, spec?: LaunchSpec): VersionEntry<Version> {
  return { record, spec, invoked: false };
}
