import { compileEventPattern, EventPatternError } from "../../base/index.ts";

/** What records may be held against; rules of EventBridge know more. */
const OPERATORS: ReadonlySet<string> = new Set([
  "prefix",
  "suffix",
  "equals-ignore-case",
  "exists",
  "anything-but",
  "numeric",
]);

/**
 * Whether this is a pattern that records can be held against (AWS Lambda developer guide, "Control which events Lambda
 * sends to your function"): an event pattern, with some operators less.
 */
export function isFilterPattern(text: string): boolean {
  try {
    return [...compileEventPattern(text).operators].every((operator) => OPERATORS.has(operator));
  } catch (error) {
    if (error instanceof EventPatternError) return false;
    throw error;
  }
}
