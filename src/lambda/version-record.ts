import type { Json } from "../store/index.ts";
import type { FunctionRecord, FunctionSettings, VersionRecord } from "./function-record.ts";
import { contentHash } from "./launch-specs.ts";

/** A published version, by `versionKey`. */
export const VERSION_KIND = "function-version";

/** An immutable snapshot of `$LATEST`; only its state, and with it its revision, ever changes. */
export type PublishedVersion = VersionRecord & {
  readonly form: 1;
  /** Hash over what `$LATEST` was when this was published, by which an unchanged function is told from a changed one. */
  readonly sourceHash: string;
};

const DIGITS = 10;

/** Padded, so that versions are stored in the order of their numbers. */
export function versionKey(functionKey: string, version: string): string {
  return `${functionKey}/${version.padStart(DIGITS, "0")}`;
}

export function isVersionNumber(qualifier: string): boolean {
  return /^[0-9]{1,10}$/.test(qualifier) && !qualifier.startsWith("0");
}

/** The version that a publication makes of the serving, or staged, settings of a function. */
export function snapshot(
  record: FunctionRecord,
  settings: FunctionSettings,
  made: Pick<VersionRecord, "state" | "revisionId" | "lastModifiedMs"> & { readonly description: string | undefined },
): PublishedVersion {
  return {
    form: 1,
    version: String(record.nextVersion),
    settings: { ...settings, description: made.description ?? settings.description },
    sourceHash: contentHash(settings),
    state: made.state,
    stateReason: null,
    revisionId: made.revisionId,
    lastModifiedMs: made.lastModifiedMs,
  };
}

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readVersionRecord(key: string, value: Json): PublishedVersion {
  if (isVersionRecord(value)) return value;
  throw new Error(`the record of version ${key} was written by another version of Hearth; start that version instead`);
}

function isVersionRecord(value: unknown): value is PublishedVersion {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "sourceHash" in value;
}
