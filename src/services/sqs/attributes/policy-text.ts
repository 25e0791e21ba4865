import { sqsError } from "../sqs-error.ts";

/** Throws `InvalidAttributeValue` unless `text` is JSON of a policy: an object with statements. */
export function checkPolicyText(text: string, name: string): void {
  const policy = jsonObject(text);
  if (policy === undefined || !("Statement" in policy)) throw sqsError("attribute-value", { name });
}

/** The object that a text says; undefined when it says none. */
export function jsonObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    // Not JSON at all.
    return undefined;
  }
}
