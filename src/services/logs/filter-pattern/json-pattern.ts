import { compileComparison } from "./comparison.ts";
import type { Scalar } from "./comparison.ts";
import { readExpression, TokenReader } from "./expression.ts";
import type { Test } from "./expression.ts";
import { FilterPatternError } from "./filter-pattern-error.ts";
import { tokenize } from "./lexer.ts";
import { select } from "./selector.ts";
import type { Selector } from "./selector.ts";

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function anyValue(selector: Selector, test: Test<unknown>): Test<unknown> {
  return (document) => select(document, selector).some(test);
}

function readState(reader: TokenReader, selector: Selector): Test<unknown> {
  if (reader.takeKeyword("NULL")) return anyValue(selector, (value) => value === null);
  if (reader.takeKeyword("TRUE")) return anyValue(selector, (value) => value === true);
  if (reader.takeKeyword("FALSE")) return anyValue(selector, (value) => value === false);
  throw new FilterPatternError();
}

function readCondition(reader: TokenReader): Test<unknown> {
  const subject = reader.next();
  if (subject.kind !== "selector") throw new FilterPatternError();
  const { selector } = subject;
  if (reader.takeKeyword("IS")) return readState(reader, selector);
  if (reader.takeKeyword("EXISTS")) return (document) => select(document, selector).length > 0;
  if (reader.takeKeyword("NOT")) {
    if (!reader.takeKeyword("EXISTS")) throw new FilterPatternError();
    return (document) => select(document, selector).length === 0;
  }
  const operator = reader.next();
  const operand = reader.next();
  if (operator.kind !== "operator" || (operand.kind !== "word" && operand.kind !== "literal"))
    throw new FilterPatternError();
  // Objects, arrays and null cannot be compared: neither `=` nor `!=` holds of them, nor of what is missing.
  const compare = compileComparison(operator.operator, operand.operand, false);
  return anyValue(selector, (value) => isScalar(value) && compare(value));
}

function parseDocument(message: string): object | undefined {
  const start = message.trimStart().charAt(0);
  if (start !== "{" && start !== "[") return undefined;
  try {
    const document: unknown = JSON.parse(message);
    return typeof document === "object" && document !== null ? document : undefined;
  } catch {
    // A line that only looks like JSON is text, and text does not match.
    return undefined;
  }
}

/** Compiles `{ $.level = "ERROR" && ... }`, given without its braces. Throws `FilterPatternError`. */
export function compileJsonPattern(body: string): Test<string> {
  const test = readExpression(new TokenReader(tokenize(body)), readCondition);
  return (message) => {
    const document = parseDocument(message);
    return document !== undefined && test(document);
  };
}
