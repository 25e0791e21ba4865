import type { Json } from "../../store/index.ts";

/** How much concurrency is reserved for a function: a number, by function key. */
export const RESERVED_KIND = "reserved-concurrency";
/** A `ProvisionedRecord`, by `belongingKey` of a version or alias. */
export const PROVISIONED_KIND = "provisioned-concurrency";

/** How many environments of a version, or of what an alias points to, are to be kept initialised. */
export type ProvisionedRecord = {
  readonly form: 1;
  readonly requested: number;
  readonly lastModifiedMs: number;
};

/** Reads a stored number. Throws when it is none. */
export function readReserved(key: string, value: Json): number {
  if (typeof value === "number") return value;
  throw new Error(`the reserved concurrency of function ${key} was written by another version of Hearth`);
}

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readProvisionedRecord(key: string, value: Json): ProvisionedRecord {
  if (isProvisionedRecord(value)) return value;
  throw new Error(
    `the provisioned concurrency of ${key} was written by another version of Hearth; start that version instead`,
  );
}

function isProvisionedRecord(value: unknown): value is ProvisionedRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "requested" in value;
}
