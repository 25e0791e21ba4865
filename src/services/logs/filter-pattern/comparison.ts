import { FilterPatternError } from "./filter-pattern-error.ts";
import { compileRegex } from "./regex-matcher.ts";
import type { TextTest } from "./regex-matcher.ts";

export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=";

/** The right-hand side of a comparison. */
export type Operand =
  | { readonly kind: "number"; readonly value: number; readonly text: string }
  | { readonly kind: "text"; readonly matches: TextTest }
  | { readonly kind: "regex"; readonly matches: TextTest };

/** What a comparison is made with: a value of a JSON document, or a field of a line, which is always text. */
export type Scalar = string | number | boolean;

const NUMBER = /^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$/;

const ORDER: Readonly<Record<"<" | "<=" | ">" | ">=", (left: number, right: number) => boolean>> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  ">": (left, right) => left > right,
  ">=": (left, right) => left >= right,
};

/** An asterisk at the start or the end stands for any text; elsewhere it is itself. */
function wildcard(text: string): TextTest {
  if (text === "*") return () => true;
  const opens = text.startsWith("*");
  const closes = text.endsWith("*");
  const core = text.slice(opens ? 1 : 0, closes ? -1 : undefined);
  if (opens && closes) return (value) => value.includes(core);
  if (opens) return (value) => value.endsWith(core);
  if (closes) return (value) => value.startsWith(core);
  return (value) => value === core;
}

/** A quoted string. */
export function textOperand(text: string): Operand {
  return { kind: "text", matches: wildcard(text) };
}

/** An unquoted word: a number when it looks like one. */
export function wordOperand(word: string): Operand {
  return NUMBER.test(word) ? { kind: "number", value: Number(word), text: word } : textOperand(word);
}

export function regexOperand(source: string): Operand {
  return { kind: "regex", matches: compileRegex(source) };
}

function numberOf(value: Scalar): number | undefined {
  if (typeof value === "number") return value;
  return typeof value === "string" && NUMBER.test(value) ? Number(value) : undefined;
}

function equals(operand: Operand, value: Scalar, numericText: boolean): boolean {
  if (operand.kind !== "number") return operand.matches(String(value));
  if (String(value) === operand.text) return true;
  return (typeof value === "number" || numericText) && numberOf(value) === operand.value;
}

/**
 * Compiles `OPERATOR OPERAND`. With `numericText` a text that looks like a number counts as one, as fields of a line
 * do and strings of a JSON document do not. Throws `FilterPatternError` when an order is asked of something that is not a number.
 */
export function compileComparison(
  operator: Operator,
  operand: Operand,
  numericText: boolean,
): (value: Scalar) => boolean {
  if (operator === "=") return (value) => equals(operand, value, numericText);
  if (operator === "!=") return (value) => !equals(operand, value, numericText);
  if (operand.kind !== "number") throw new FilterPatternError();
  const holds = ORDER[operator];
  return (value) => {
    const number = typeof value === "string" && !numericText ? undefined : numberOf(value);
    return number !== undefined && holds(number, operand.value);
  };
}
