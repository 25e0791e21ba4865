import type { Scope } from "../../../base/index.ts";
import type { Json } from "../../../store/index.ts";

/** A bus, by `busKey`. The default bus has a record only once something was changed about it. */
export const BUS_KIND = "events-bus";

// Stored shapes are type aliases and not interfaces, since only aliases are assignable to Json.

export type BusRecord = {
  readonly form: 1;
  readonly name: string;
  readonly description: string | null;
  /** JSON of the policy, when there is one. */
  readonly policy: string | null;
  readonly kmsKey: string | null;
  readonly deadLetterArn: string | null;
  readonly log: { readonly level: string | null; readonly detail: string | null } | null;
  readonly tags: { readonly [key: string]: string };
  /** Null for the default bus, which nobody made. */
  readonly createdAtMs: number | null;
  readonly modifiedAtMs: number | null;
};

/** `account/region/`, with which the keys of all buses and rules there begin. */
export function scopePrefix({ accountId, region }: Scope): string {
  return `${accountId}/${region}/`;
}

export function busKey(scope: Scope, name: string): string {
  return scopePrefix(scope) + name;
}

export function newBus(name: string, createdAtMs: number | null): BusRecord {
  return {
    form: 1,
    name,
    description: null,
    policy: null,
    kmsKey: null,
    deadLetterArn: null,
    log: null,
    tags: {},
    createdAtMs,
    modifiedAtMs: createdAtMs,
  };
}

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readBusRecord(key: string, value: Json): BusRecord {
  if (isBusRecord(value)) return value;
  throw new Error(
    `the record of event bus ${key} was written by another version of Hearth; start that version instead`,
  );
}

function isBusRecord(value: unknown): value is BusRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "policy" in value;
}
