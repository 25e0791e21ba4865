import { type Condition, equals } from "./condition.ts";
import type { PatternTokens, Token } from "./pattern-tokens.ts";

type Comparison = (value: number, bound: number) => boolean;

const COMPARISONS: ReadonlyMap<string, Comparison> = new Map<string, Comparison>([
  ["<", (value, bound) => value < bound],
  ["<=", (value, bound) => value <= bound],
  [">", (value, bound) => value > bound],
  [">=", (value, bound) => value >= bound],
]);

/** Reads `["=", 5]`, `["<", 5]` or `[">", 0, "<=", 5]`, of which `[` was read already, and its end. */
export function readNumericExpression(tokens: PatternTokens): Condition {
  if (tokens.next().kind !== "string") tokens.fail(`Invalid member in numeric match: ${tokens.text()}`);
  const operator = tokens.text();
  if (operator === "=") {
    const expected = readLimit(tokens, "equals");
    endOfExpression(tokens);
    return equals(expected);
  }
  const compare = COMPARISONS.get(operator);
  const value = tokens.next();
  if (compare === undefined) return tokens.fail(`Unrecognized numeric range operator: ${operator}`);
  const limit = numberOf(tokens, value, operator);
  if (operator.startsWith("<")) {
    endOfExpression(tokens);
    return numeric(compare, limit);
  }
  const following = tokens.next();
  if (following.kind === "]") return numeric(compare, limit);
  return between(numeric(compare, limit), readTop(tokens, following, limit));
}

function readTop(tokens: PatternTokens, token: Token, bottom: number): Condition {
  if (token.kind !== "string") tokens.fail(`Bad value in numeric range: ${tokens.text()}`);
  const operator = tokens.text();
  const compare = operator === "<" || operator === "<=" ? COMPARISONS.get(operator) : undefined;
  if (compare === undefined) return tokens.fail(`Bad numeric range operator: ${operator}`);
  const top = readLimit(tokens, operator);
  if (tokens.next().kind !== "]") tokens.fail("Too many terms in numeric range expression");
  if (bottom >= top) tokens.fail("Bottom must be less than top");
  return numeric(compare, top);
}

function readLimit(tokens: PatternTokens, operator: string): number {
  return numberOf(tokens, tokens.next(), operator);
}

function numberOf(tokens: PatternTokens, token: Token, operator: string): number {
  if (token.kind !== "number") tokens.fail(`Value of ${operator} must be numeric`);
  return readFiniteNumber(tokens, token);
}

/** The number that the token is, which must be one that can be compared. */
export function readFiniteNumber(tokens: PatternTokens, token: Token): number {
  const value = Number(token.text);
  if (!Number.isFinite(value)) tokens.fail(`Cannot compare number : ${token.text}`);
  return value;
}

function endOfExpression(tokens: PatternTokens): void {
  if (tokens.next().kind !== "]") tokens.fail("Too many elements in numeric expression");
}

function numeric(compare: Comparison, limit: number): Condition {
  return (leaf) => typeof leaf === "number" && compare(leaf, limit);
}

function between(above: Condition, below: Condition): Condition {
  return (leaf) => above(leaf) && below(leaf);
}
