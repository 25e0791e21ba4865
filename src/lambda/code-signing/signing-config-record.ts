import type { Scope } from "../../base/index.ts";
import type { Json } from "../../store/index.ts";

/** A code signing configuration, by `signingConfigKey`. */
export const SIGNING_CONFIG_KIND = "code-signing-config";
/** Which configuration a function has: its id, by function key. */
export const SIGNING_ATTACHMENT_KIND = "function-code-signing";

export type SigningConfigRecord = {
  readonly form: 1;
  readonly accountId: string;
  readonly region: string;
  /** e.g. `csc-06cb9e2567e9ec415`. */
  readonly id: string;
  /** Null until one was given, or the configuration was updated. */
  readonly description: string | null;
  /** ARNs of the versions of signing profiles whose packages are accepted. */
  readonly publishers: readonly string[];
  /** What becomes of packages of nobody, or of others, or whose signature has expired. */
  readonly untrusted: "Warn" | "Enforce";
  readonly tags: { readonly [key: string]: string };
  readonly lastModifiedMs: number;
};

const ARN = /^arn:aws[a-zA-Z-]*:lambda:([^:]+):(\d{12}):code-signing-config:(csc-[a-z0-9]{17})$/;

export function signingConfigKey({ accountId, region }: Scope, id: string): string {
  return `${accountId}/${region}/${id}`;
}

export function signingConfigArn({ accountId, region, id }: SigningConfigRecord): string {
  return `arn:aws:lambda:${region}:${accountId}:code-signing-config:${id}`;
}

/** Undefined when it is no ARN of a configuration of this account and region. */
export function signingConfigId(arn: string, scope: Scope): string | undefined {
  const [, region, accountId, id] = ARN.exec(arn) ?? [];
  return region === scope.region && accountId === scope.accountId ? id : undefined;
}

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readSigningConfig(key: string, value: Json): SigningConfigRecord {
  if (isSigningConfig(value)) return value;
  throw new Error(
    `the code signing configuration ${key} was written by another version of Hearth; start that version instead`,
  );
}

function isSigningConfig(value: unknown): value is SigningConfigRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "publishers" in value;
}
