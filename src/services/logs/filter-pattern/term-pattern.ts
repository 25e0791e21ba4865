import type { Test } from "./expression.ts";
import { invalidCharacters } from "./filter-pattern-error.ts";
import { readPhrase, readRegex } from "./quoted.ts";
import { compileRegex } from "./regex-matcher.ts";

/** Every `included`, none `excluded`; `optional` ones count only when there is nothing else. */
interface Terms {
  readonly included: Test<string>[];
  readonly excluded: Test<string>[];
  readonly optional: Test<string>[];
}

const BLANK = /\s/;
const WORD = /^[\p{L}\p{N}_]+$/u;

function contains(phrase: string): Test<string> {
  // The user guide gives `" "` as the pattern that matches everything.
  return phrase.trim() === "" ? () => true : (message) => message.includes(phrase);
}

function readTerm(pattern: string, start: number): { readonly test: Test<string>; readonly end: number } {
  const char = pattern.charAt(start);
  if (char === '"') {
    const { text, end } = readPhrase(pattern, start);
    return { test: contains(text), end };
  }
  if (char === "%") {
    const { text, end } = readRegex(pattern, start);
    return { test: compileRegex(text), end };
  }
  let end = start;
  while (end < pattern.length && !BLANK.test(pattern.charAt(end))) end++;
  const word = pattern.slice(start, end);
  if (!WORD.test(word)) throw invalidCharacters(word);
  return { test: contains(word), end };
}

function skipBlanks(pattern: string, start: number): number {
  let index = start;
  while (index < pattern.length && BLANK.test(pattern.charAt(index))) index++;
  return index;
}

function readTerms(pattern: string): Terms {
  const terms: Terms = { included: [], excluded: [], optional: [] };
  for (let index = skipBlanks(pattern, 0); index < pattern.length; index = skipBlanks(pattern, index)) {
    const mark = pattern.charAt(index);
    const isMarked = mark === "-" || mark === "?";
    // The user guide also writes `- "Exiting"`, with a space after the minus sign.
    const start = mark === "-" ? skipBlanks(pattern, index + 1) : isMarked ? index + 1 : index;
    if (isMarked && start >= pattern.length) throw invalidCharacters(mark);
    const { test, end } = readTerm(pattern, start);
    (mark === "-" ? terms.excluded : mark === "?" ? terms.optional : terms.included).push(test);
    index = end;
  }
  return terms;
}

/** Compiles `ERROR "out of memory" -Retry ?one ?other`. Throws `FilterPatternError`. */
export function compileTermPattern(pattern: string): Test<string> {
  const { included, excluded, optional } = readTerms(pattern);
  if (included.length === 0 && excluded.length === 0)
    return (message) => optional.some((isPresent) => isPresent(message));
  return (message) =>
    included.every((isPresent) => isPresent(message)) && !excluded.some((isPresent) => isPresent(message));
}
