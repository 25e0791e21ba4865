import { regexOperand, textOperand, wordOperand } from "./comparison.ts";
import type { Operand, Operator } from "./comparison.ts";
import { invalidCharacters } from "./filter-pattern-error.ts";
import { readPhrase, readRegex } from "./quoted.ts";
import { readSelector } from "./selector.ts";
import type { Selector } from "./selector.ts";

/** The signs of the language inside `{ }` and `[ ]`. */
export type Token =
  | { readonly kind: "operator"; readonly operator: Operator }
  | { readonly kind: "sign"; readonly sign: "(" | ")" | "&&" | "||" | "," }
  | { readonly kind: "selector"; readonly selector: Selector }
  | { readonly kind: "word"; readonly word: string; readonly operand: Operand }
  | { readonly kind: "literal"; readonly operand: Operand };

const SIGNS: readonly ("(" | ")" | "&&" | "||" | ",")[] = ["(", ")", "&&", "||", ","];
const OPERATORS: readonly Operator[] = ["<=", ">=", "!=", "=", "<", ">"];
const BLANK = /\s/;
/** What a word without quotes may be made of: letters, digits, and the signs of numbers, addresses and wildcards. */
const WORD = /[A-Za-z0-9_.*:/+-]+/y;
const REST = /[^\s=!<>(),&|]*/;

function tokenAt(pattern: string, start: number): { token: Token; end: number } {
  const rest = pattern.slice(start, start + 2);
  const sign = SIGNS.find((candidate) => rest.startsWith(candidate));
  if (sign !== undefined) return { token: { kind: "sign", sign }, end: start + sign.length };
  // The user guide also writes "unequal" as `=!`.
  if (rest === "=!") return { token: { kind: "operator", operator: "!=" }, end: start + 2 };
  const operator = OPERATORS.find((candidate) => rest.startsWith(candidate));
  if (operator !== undefined) return { token: { kind: "operator", operator }, end: start + operator.length };
  return operandAt(pattern, start);
}

function operandAt(pattern: string, start: number): { token: Token; end: number } {
  switch (pattern.charAt(start)) {
    case '"': {
      const { text, end } = readPhrase(pattern, start);
      return { token: { kind: "literal", operand: textOperand(text) }, end };
    }
    case "%": {
      const { text, end } = readRegex(pattern, start);
      return { token: { kind: "literal", operand: regexOperand(text) }, end };
    }
    case "$": {
      const { selector, end } = readSelector(pattern, start);
      return { token: { kind: "selector", selector }, end };
    }
    default:
      return wordAt(pattern, start);
  }
}

function wordAt(pattern: string, start: number): { token: Token; end: number } {
  WORD.lastIndex = start;
  const word = WORD.exec(pattern)?.[0] ?? "";
  const end = start + word.length;
  const whole = REST.exec(pattern.slice(start))?.[0] ?? "";
  if (word === "" || whole !== word) throw invalidCharacters(whole === "" ? pattern.charAt(start) : whole);
  return { token: { kind: "word", word, operand: wordOperand(word) }, end };
}

/** Splits what stands between the outermost brackets of a pattern. Throws `FilterPatternError`. */
export function tokenize(body: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < body.length;) {
    if (BLANK.test(body.charAt(index))) {
      index++;
      continue;
    }
    const { token, end } = tokenAt(body, index);
    tokens.push(token);
    index = end;
  }
  return tokens;
}
