import type { Scope } from "../../base/index.ts";
import type { Json } from "../../store/index.ts";
import type { CodeSettings } from "../function-record.ts";

/** What outlives the versions of a layer, by `layerKey`. */
export const LAYER_KIND = "layer";
/** A version of a layer, by `layerVersionKey`. */
export const LAYER_VERSION_KIND = "layer-version";

// Stored shapes are type aliases and not interfaces, since only aliases are assignable to Json.

export type LayerRecord = {
  readonly form: 1;
  readonly name: string;
  /** The number that the next version gets; numbers are never used again, even when every version was deleted. */
  readonly nextVersion: number;
};

/** Leave for others to use a version of a layer. */
export type LayerStatement = {
  readonly sid: string;
  /** An account id, an account's root ARN, or `*`. */
  readonly principal: string;
  /** Narrows `*` to the accounts of an organization. */
  readonly organizationId: string | null;
};

export type LayerPolicy = {
  readonly revisionId: string;
  readonly statements: readonly LayerStatement[];
};

export type LayerArchitecture = "x86_64" | "arm64";

export type LayerVersionRecord = {
  readonly form: 1;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly version: number;
  readonly code: CodeSettings;
  readonly description: string;
  /** Null, like the lists, when it was not given. */
  readonly licenseInfo: string | null;
  readonly runtimes: readonly string[] | null;
  readonly architectures: readonly LayerArchitecture[] | null;
  readonly createdMs: number;
  /** Null as long as nobody was given leave. */
  readonly policy: LayerPolicy | null;
};

const VERSION_MAX = 9_999_999_999;

export function layerKey({ accountId, region }: Scope, name: string): string {
  return `${accountId}/${region}/${name}`;
}

/** Keys fall as numbers rise, so that the store lists the newest version first. */
export function layerVersionKey(key: string, version: number): string {
  return `${key}/${String(VERSION_MAX - version).padStart(10, "0")}`;
}

/** Whether any layer can have a version of this number. */
export function isLayerVersion(version: number): boolean {
  return Number.isSafeInteger(version) && version >= 1 && version < VERSION_MAX;
}

/** The name under which a version of a layer uses its package; no function's key looks like it. */
export function layerPackageUser(versionKey: string): string {
  return `layer:${versionKey}`;
}

export function layerArn({ accountId, region }: Scope, name: string): string {
  return `arn:aws:lambda:${region}:${accountId}:layer:${name}`;
}

export function layerVersionArn(scope: Scope, name: string, version: number | string): string {
  return `${layerArn(scope, name)}:${version}`;
}

export function readLayerRecord(key: string, value: Json): LayerRecord {
  if (hasForm(value) && "nextVersion" in value) return value as LayerRecord;
  throw new Error(`the record of layer ${key} was written by another version of Hearth; start that version instead`);
}

export function readLayerVersionRecord(key: string, value: Json): LayerVersionRecord {
  if (hasForm(value) && "code" in value) return value as LayerVersionRecord;
  throw new Error(`the record of layer ${key} was written by another version of Hearth; start that version instead`);
}

function hasForm(value: unknown): value is { readonly form: 1 } {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1;
}
