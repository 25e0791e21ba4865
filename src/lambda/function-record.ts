import type { Scope } from "../base/index.ts";
import type { LogFormat, LogLevel } from "../invoke/index.ts";
import { type Json, mergedFolderId } from "../store/index.ts";

/** Kinds of record that this room writes; versions and aliases have files of their own. */
export const FUNCTION_KIND = "function";
/** A function that is being activated, by function key; written and removed together with the function. */
export const ACTIVATION_KIND = "activation";
/** That someone uses a package or a merged folder: its SHA-256 or id and `/`, followed by the key of the user. */
export const PACKAGE_USE_KIND = "package-use";
/** A package or merged folder that lost a user and is to be removed unless someone else uses it, by SHA-256 or id. */
export const PACKAGE_RELEASE_KIND = "package-release";

// Stored shapes are type aliases and not interfaces, since only aliases are assignable to Json.

/**
 * What became of the signature in a package:
 *
 * - `signed`: it holds, and its signer is trusted; it may have expired since
 * - `untrusted`: it holds, but nobody trusts its signer
 * - `broken`: it does not hold
 */
export type CodeSigning =
  | {
      readonly status: "signed";
      readonly profileVersionArn: string;
      readonly jobArn: string;
      readonly expiresMs: number;
    }
  | { readonly status: "untrusted" | "broken"; readonly reason: string };

export type CodeSettings = {
  /** SHA-256 of the zip, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly zipBytes: number;
  readonly unzippedBytes: number;
  /** Absent when there is no signature. */
  readonly signing?: CodeSigning;
  /** A container image, which is no package: it has no bytes here, and its digest stands for `sha256` if it has one. */
  readonly image?: { readonly uri: string; readonly digest: string | null };
  /** The key that the zip is to be encrypted with, if one was named. */
  readonly kmsKeyArn?: string;
  /** Where the zip came from, when it was asked that this be remembered. */
  readonly s3Object?: { readonly bucket: string; readonly key: string; readonly versionId: string | null };
};

/** A layer of a function, as it was when the function was given it; it stays so when the layer is deleted. */
export type LayerSettings = {
  /** With its version. */
  readonly arn: string;
  readonly code: CodeSettings;
};

/** What overrides the settings that a container image brings along. */
export type ImageSettings = {
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly workingDirectory?: string;
};

export type VpcSettings = {
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
  readonly ipv6AllowedForDualStack: boolean;
};

export type FileSystemSettings = {
  readonly arn: string;
  readonly mountPath: string;
  readonly directS3Read: "AUTO" | "ENABLED" | "DISABLED" | null;
};

export type LoggingSettings = {
  readonly format: LogFormat;
  readonly applicationLevel: LogLevel | null;
  readonly systemLevel: "DEBUG" | "INFO" | "WARN" | null;
  readonly group: string;
};

/** What the user declared of one version of a function: code and configuration. */
export type FunctionSettings = {
  readonly code: CodeSettings;
  /** In the order in which they are laid one over another. */
  readonly layers: readonly LayerSettings[];
  /** Null, like the handler, of a container image. */
  readonly runtime: string | null;
  readonly handler: string | null;
  /** Null or absent when none were given, or the code is no image. */
  readonly image?: ImageSettings | null;
  readonly roleArn: string;
  readonly description: string;
  readonly timeoutS: number;
  readonly memoryMib: number;
  readonly tmpMib: number;
  readonly architecture: "x86_64" | "arm64";
  /** Null when none was ever given. */
  readonly environment: { readonly [name: string]: string } | null;
  readonly logging: LoggingSettings;
  readonly tracing: "Active" | "PassThrough";
  readonly snapStart: "PublishedVersions" | "None";
  readonly vpc: VpcSettings | null;
  readonly deadLetterArn: string | null;
  readonly kmsKeyArn: string | null;
  readonly fileSystems: readonly FileSystemSettings[];
  /** Absent unless each tenant has environments of its own; never changed after creation. */
  readonly tenancy?: "PER_TENANT";
};

export type ActivationState = "Pending" | "Active" | "Failed";
export type FailureCode = "InvalidRuntime" | "InvalidZipFileException" | "InvalidImage" | "InternalError";

export type FailureReason = { readonly code: FailureCode; readonly text: string };

/** One version of a function: `$LATEST`, or a published one. */
export type VersionRecord = {
  /** `$LATEST` or a number. */
  readonly version: string;
  /** What serves invocations. */
  readonly settings: FunctionSettings;
  readonly state: ActivationState;
  readonly stateReason: FailureReason | null;
  /** Changes with every state transition and every change of code, configuration or permissions. */
  readonly revisionId: string;
  readonly lastModifiedMs: number;
};

export type UpdateStatus = "Successful" | "InProgress" | "Failed";

/**
 * A function as remembered, by `ACCOUNT/REGION/NAME`. Versions, aliases and whatever else belongs to it are records
 * beside it, written in one transaction with it on the condition that it is still as seen.
 */
export type FunctionRecord = {
  /** Form of this record, so that a later Hearth can tell and convert. */
  readonly form: 1;
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly latest: VersionRecord;
  /** What an update in progress will make of `latest`; until then the former settings serve. */
  readonly staged: FunctionSettings | null;
  /** Null until the function has been active once. */
  readonly lastUpdate: UpdateStatus | null;
  readonly lastUpdateReason: FailureReason | null;
  /** The number that the next published version gets; numbers are never used again. */
  readonly nextVersion: number;
  /** The version that was published with what is being activated, and becomes active with it. */
  readonly publishing: string | null;
  readonly tags: { readonly [key: string]: string };
};

export function functionKey(scope: Scope, name: string): string {
  return `${scope.accountId}/${scope.region}/${name}`;
}

/** Prefix of the keys of every function of an account and region. */
export function scopePrefix(scope: Scope): string {
  return `${scope.accountId}/${scope.region}/`;
}

export function recordScope(record: FunctionRecord): Scope {
  return { accountId: record.accountId, region: record.region };
}

/** Newest declared settings: those being activated, else those that serve. */
export function declaredSettings(record: FunctionRecord): FunctionSettings {
  return record.staged ?? record.latest.settings;
}

/** The package that code is, if it is one; an image is none. */
export function packageOf({ sha256, image }: CodeSettings): readonly string[] {
  return image === undefined ? [sha256] : [];
}

/** What a version is made of, each once: the packages of its code and layers, and the merged folder of the layers. */
export function packagesOf({ code, layers }: FunctionSettings): readonly string[] {
  const hashes = layers.map((layer) => layer.code.sha256);
  return [...new Set([...packageOf(code), ...hashes, ...(hashes.length === 0 ? [] : [mergedFolderId(hashes)])])];
}

/** What `$LATEST` is made of, and will be made of once an update in progress is done, each once. */
export function usedPackages(record: FunctionRecord): readonly string[] {
  return [...new Set([...packagesOf(record.latest.settings), ...packagesOf(declaredSettings(record))])];
}

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readFunctionRecord(key: string, value: Json): FunctionRecord {
  if (isFunctionRecord(value)) return value;
  throw new Error(`the record of function ${key} was written by another version of Hearth; start that version instead`);
}

function isFunctionRecord(value: unknown): value is FunctionRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "latest" in value;
}
