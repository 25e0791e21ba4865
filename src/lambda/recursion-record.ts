import type { Json } from "../store/index.ts";

/** What is to become of recursive loops of a function, by `belongingKey` of `$LATEST`; without one they are terminated. */
export const RECURSION_KIND = "recursion";

export type RecursionRecord = {
  readonly form: 1;
  readonly recursiveLoop: "Allow" | "Terminate";
};

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readRecursion(key: string, value: Json): RecursionRecord {
  if (isRecursion(value)) return value;
  throw new Error(`the recursion of ${key} was written by another version of Hearth; start that version instead`);
}

function isRecursion(value: unknown): value is RecursionRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "recursiveLoop" in value;
}
