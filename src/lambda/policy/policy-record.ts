import type { Json } from "../../store/index.ts";
import type { PolicyDocument } from "./policy-document.ts";

/** The policy of a function, version or alias, by `belongingKey`; what applies to no version in particular is `$LATEST`'s. */
export const POLICY_KIND = "function-policy";

/** Its revision is that of its owner, as the service has it, and so is not stored with it. */
export type PolicyRecord = {
  readonly form: 1;
  readonly document: PolicyDocument;
};

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readPolicyRecord(key: string, value: Json): PolicyRecord {
  if (isPolicyRecord(value)) return value;
  throw new Error(`the policy of ${key} was written by another version of Hearth; start that version instead`);
}

function isPolicyRecord(value: unknown): value is PolicyRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "document" in value;
}
