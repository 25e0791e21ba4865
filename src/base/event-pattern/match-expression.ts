import { readAnythingBut } from "./anything-but.ts";
import { CidrError, withinBlock } from "./cidr.ts";
import {
  type Condition,
  endsWith,
  endsWithIgnoringCase,
  equals,
  equalsIgnoringCase,
  isThere,
  startsWith,
  startsWithIgnoringCase,
} from "./condition.ts";
import { EventPatternError } from "./event-pattern-error.ts";
import { readNumericExpression } from "./numeric-expression.ts";
import type { PatternTokens } from "./pattern-tokens.ts";
import { readWildcard } from "./read-wildcard.ts";

/** That the field is not there, which no value of it can say. */
export const ABSENT = "absent";

type Reader = (tokens: PatternTokens, operators: Set<string>) => Condition | typeof ABSENT;

const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ["exactly", (tokens) => equals(readText(tokens, "exact match pattern must be a string"))],
  ["prefix", affixReader("prefix", "Prefix", startsWith, startsWithIgnoringCase)],
  ["suffix", affixReader("suffix", "Suffix", endsWith, endsWithIgnoringCase)],
  ["numeric", readNumeric],
  ["anything-but", readAnythingBut],
  ["exists", readExists],
  ["cidr", readCidr],
  [
    "equals-ignore-case",
    (tokens) => equalsIgnoringCase(readText(tokens, "equals-ignore-case match pattern must be a string")),
  ],
  [
    "wildcard",
    (tokens) => {
      if (tokens.next().kind !== "string") tokens.fail("wildcard match pattern must be a string");
      const condition = readWildcard(tokens.text(), tokens);
      expectEnd(tokens);
      return condition;
    },
  ],
]);

/** Reads `{"prefix": "a"}` and its like, of which `{` was read already, and adds to the operators what is used. */
export function readMatchExpression(tokens: PatternTokens, operators: Set<string>): Condition | typeof ABSENT {
  const token = tokens.next();
  if (token.kind !== "name") tokens.fail("Match expression name not found");
  const reader = READERS.get(token.text) ?? tokens.fail(`Unrecognized match type ${token.text}`);
  operators.add(token.text);
  return reader(tokens, operators);
}

function readText(tokens: PatternTokens, otherwise: string): string {
  if (tokens.next().kind !== "string") tokens.fail(otherwise);
  const text = tokens.text();
  expectEnd(tokens);
  return text;
}

function affixReader(
  operator: string,
  title: string,
  exact: (text: string) => Condition,
  ignoringCase: (text: string) => Condition,
): Reader {
  return (tokens) => {
    const token = tokens.next();
    if (token.kind === "{") {
      const name = tokens.next();
      if (name.kind !== "name") tokens.fail(`${title} expression name not found`);
      if (name.text !== "equals-ignore-case") tokens.fail(`Unsupported ${operator} pattern: ${name.text}`);
      const text = readText(tokens, "equals-ignore-case match pattern must be a string");
      expectEnd(tokens);
      return ignoringCase(text);
    }
    if (token.kind !== "string") tokens.fail(`${operator} match pattern must be a string`);
    const text = tokens.text();
    expectEnd(tokens);
    return exact(text);
  };
}

function readNumeric(tokens: PatternTokens): Condition {
  if (tokens.next().kind !== "[") tokens.fail("Value of numeric must be an array.");
  const condition = readNumericExpression(tokens);
  if (tokens.next().kind !== "}") tokens.fail("Too many elements in numeric expression");
  return condition;
}

function readExists(tokens: PatternTokens): Condition | typeof ABSENT {
  const { kind } = tokens.next();
  if (kind !== "true" && kind !== "false") tokens.fail("exists match pattern must be either true or false.");
  expectEnd(tokens);
  return kind === "true" ? isThere : ABSENT;
}

function readCidr(tokens: PatternTokens): Condition {
  // AWS speaks of a prefix here as well.
  if (tokens.next().kind !== "string") tokens.fail("prefix match pattern must be a string");
  const condition = blockOf(tokens.text());
  expectEnd(tokens);
  return condition;
}

function blockOf(text: string): Condition {
  try {
    return withinBlock(text);
  } catch (error) {
    if (error instanceof CidrError) throw new EventPatternError(error.message);
    throw error;
  }
}

function expectEnd(tokens: PatternTokens): void {
  if (tokens.next().kind !== "}") tokens.fail("Only one key allowed in match expression");
}
