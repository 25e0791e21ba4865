import { type Condition, endsWith, equals, equalsIgnoringCase, noneOf, startsWith } from "./condition.ts";
import { EventPatternError } from "./event-pattern-error.ts";
import { readFiniteNumber } from "./numeric-expression.ts";
import type { PatternTokens, Token } from "./pattern-tokens.ts";
import { readWildcard } from "./read-wildcard.ts";

/** One of the expressions that may stand inside `anything-but`. */
interface Inner {
  readonly notText: string;
  readonly mayBeEmpty: boolean;
  readonly condition: (text: string, tokens: PatternTokens) => Condition;
}

const AFFIX: Pick<Inner, "notText" | "mayBeEmpty"> = {
  notText: "prefix/suffix match pattern must be a string",
  mayBeEmpty: false,
};

const INNER: ReadonlyMap<string, Inner> = new Map<string, Inner>([
  ["prefix", { ...AFFIX, condition: startsWith }],
  ["suffix", { ...AFFIX, condition: endsWith }],
  ["wildcard", { notText: "wildcard match pattern must be a string", mayBeEmpty: true, condition: readWildcard }],
  [
    "equals-ignore-case",
    {
      notText: "Inside anything-but/equals-ignore-case list, number|start|null|boolean is not supported.",
      mayBeEmpty: true,
      condition: equalsIgnoringCase,
    },
  ],
]);

/** Reads what follows `"anything-but":` to the end of its object. */
export function readAnythingBut(tokens: PatternTokens, operators: Set<string>): Condition {
  let token = tokens.next();
  const inner = token.kind === "{" ? readInner(tokens, operators) : undefined;
  if (inner !== undefined) token = tokens.next();
  if (token.kind !== "[" && token.kind !== "string" && token.kind !== "number")
    tokens.fail("Value of anything-but must be an array or single string/number value.");
  const condition = noneOf(inner === undefined ? readValues(tokens, token) : readInnerValues(tokens, token, inner));
  expectEnd(tokens);
  if (inner !== undefined) expectEnd(tokens);
  return condition;
}

function readInner(tokens: PatternTokens, operators: Set<string>): Inner {
  const token = tokens.next();
  if (token.kind !== "name") tokens.fail("Anything-But expression name not found");
  operators.add(`anything-but ${token.text}`);
  return INNER.get(token.text) ?? tokens.fail(`Unsupported anything-but pattern: ${token.text}`);
}

function readValues(tokens: PatternTokens, first: Token): readonly Condition[] {
  const values = readListed(tokens, first, (token) => valueOf(tokens, token));
  const isUniform = values.every((value) => typeof value === typeof values[0]);
  if (values.length === 0 || !isUniform)
    tokens.fail("Inside anything but list, either all values are number or string, mixed type is not supported");
  return values.map(equals);
}

function valueOf(tokens: PatternTokens, token: Token): string | number {
  if (token.kind === "string") return tokens.text();
  if (token.kind === "number") return readFiniteNumber(tokens, token);
  return tokens.fail("Inside anything but list, start|null|boolean is not supported.");
}

function readInnerValues(tokens: PatternTokens, first: Token, inner: Inner): readonly Condition[] {
  const texts = readListed(tokens, first, (token) => {
    if (token.kind !== "string") tokens.fail(inner.notText);
    const text = tokens.text();
    if (text === "" && !inner.mayBeEmpty) tokens.fail("Null prefix/suffix not allowed");
    return text;
  });
  return texts.map((text) => inner.condition(text, tokens));
}

/** The value that was begun, or those of the list that was begun. */
function readListed<Value>(tokens: PatternTokens, first: Token, read: (token: Token) => Value): readonly Value[] {
  if (first.kind !== "[") return [read(first)];
  const values: Value[] = [];
  try {
    for (let token = tokens.next(); token.kind !== "]"; token = tokens.next()) values.push(read(token));
  } catch (error) {
    // AWS names the place twice when something in the list is wrong.
    if (error instanceof EventPatternError) tokens.fail(error.reason);
    throw error;
  }
  return values;
}

function expectEnd(tokens: PatternTokens): void {
  // AWS speaks of a numeric expression here as well.
  if (tokens.next().kind !== "}") tokens.fail("Too many elements in numeric expression");
}
