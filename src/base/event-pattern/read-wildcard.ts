import type { Condition } from "./condition.ts";
import type { PatternTokens } from "./pattern-tokens.ts";
import { matchesWildcard, WildcardError } from "./wildcard.ts";

/** The condition of a wildcard that was just read. */
export function readWildcard(text: string, tokens: PatternTokens): Condition {
  try {
    return matchesWildcard(text);
  } catch (error) {
    if (error instanceof WildcardError) return tokens.fail(error.message);
    throw error;
  }
}
