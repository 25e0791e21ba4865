import type { Json } from "../store/index.ts";

/** An alias, by `aliasKey`. */
export const ALIAS_KIND = "function-alias";

/** The second version of an alias that splits its requests. */
export type AliasRouting = {
  readonly version: string;
  /** Share of the requests, from 0 to 1; the alias's own version gets the rest. */
  readonly weight: number;
};

/** A name for a version, or for two between which requests are split. */
export type AliasRecord = {
  readonly form: 1;
  readonly name: string;
  /** `$LATEST` or a number. */
  readonly version: string;
  readonly description: string;
  readonly routing: AliasRouting | null;
  readonly revisionId: string;
};

export function aliasKey(functionKey: string, name: string): string {
  return `${functionKey}/${name}`;
}

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readAliasRecord(key: string, value: Json): AliasRecord {
  if (isAliasRecord(value)) return value;
  throw new Error(`the record of alias ${key} was written by another version of Hearth; start that version instead`);
}

function isAliasRecord(value: unknown): value is AliasRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "routing" in value;
}
