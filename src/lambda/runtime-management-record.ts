import type { Json } from "../store/index.ts";

/** When the runtime of a version is updated, by `belongingKey`; a version without one has `Auto`. */
export const RUNTIME_MANAGEMENT_KIND = "runtime-management";

export type RuntimeManagementRecord = {
  readonly form: 1;
  readonly updateRuntimeOn: "Auto" | "FunctionUpdate" | "Manual";
  /** The runtime version that was asked for with `Manual`; null otherwise. */
  readonly runtimeVersionArn: string | null;
};

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readRuntimeManagement(key: string, value: Json): RuntimeManagementRecord {
  if (isRuntimeManagement(value)) return value;
  throw new Error(
    `the runtime management of ${key} was written by another version of Hearth; start that version instead`,
  );
}

function isRuntimeManagement(value: unknown): value is RuntimeManagementRecord {
  return (
    typeof value === "object" && value !== null && "form" in value && value.form === 1 && "updateRuntimeOn" in value
  );
}
