import type { Test } from "./expression.ts";
import { FilterPatternError } from "./filter-pattern-error.ts";
import { compileJsonPattern } from "./json-pattern.ts";
import { compileLinePattern } from "./line-pattern.ts";
import { compileTermPattern } from "./term-pattern.ts";

/** Whether the message of a log event matches. */
export type MessageTest = Test<string>;

function unwrap(pattern: string, closing: string): string {
  if (!pattern.endsWith(closing) || pattern.length < 2)
    throw new FilterPatternError(
      `If a filter pattern starts with '${pattern.charAt(0)}' it must end with '${closing}'`,
    );
  return pattern.slice(1, -1);
}

/**
 * Compiles a filter pattern of CloudWatch Logs: terms, JSON (`{...}`) or space-delimited (`[...]`). An empty pattern
 * matches everything. Case counts. "Filter pattern syntax" in the CloudWatch Logs user guide. Throws `FilterPatternError`.
 */
export function compileFilterPattern(pattern: string): MessageTest {
  const text = pattern.trim();
  if (text === "") return () => true;
  if (text.startsWith("{")) return compileJsonPattern(unwrap(text, "}"));
  if (text.startsWith("[")) return compileLinePattern(unwrap(text, "]"));
  return compileTermPattern(text);
}
