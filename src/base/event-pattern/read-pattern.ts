import { sameAddress } from "./cidr.ts";
import { type Condition, equals, type FieldConditions } from "./condition.ts";
import { EventPatternError } from "./event-pattern-error.ts";
import { parseAddress } from "./ip-address.ts";
import { ABSENT, readMatchExpression } from "./match-expression.ts";
import { PatternTokens, type Token } from "./pattern-tokens.ts";

/** One way to fulfil a pattern: what is asked of each field, by its path with dots between the names. */
export type Branch = ReadonlyMap<string, FieldConditions>;

/** How many ways `$or` may multiply to (Amazon EventBridge user guide, "Using $or in event patterns"). */
const BRANCHES_MAX = 1000;

/** Deeper than any event; keeps a crafted pattern from using up the stack. */
const DEPTH_MAX = 256;

const RESERVED_IN_OR: ReadonlySet<string> = new Set(
  [
    "exactly equals-ignore-case prefix suffix anything-but exists wildcard numeric cidr = < <= > >= regex",
    "not-wildcard not-equals-ignore-case date-after date-on-or-after date-before date-on-or-before in-date-range",
    "ip-address-in-range ip-address-not-in-range",
  ].flatMap((line) => line.split(" ")),
);

/** What a pattern says. */
export interface ReadPattern {
  /** The ways to fulfil it, one at least. */
  readonly branches: readonly Branch[];
  /** The operators in it, e.g. `prefix`; those within `anything-but` as `anything-but wildcard`. */
  readonly operators: ReadonlySet<string>;
}

/** Throws `EventPatternError`. */
export function readPattern(text: string): ReadPattern {
  const tokens = new PatternTokens(text);
  if (tokens.next().kind !== "{") tokens.fail("Filter is not an object");
  const operators = new Set<string>();
  return { branches: readObject(tokens, { path: [], inOr: false, operators }, [new Map()]), operators };
}

interface Place {
  readonly path: readonly string[];
  readonly inOr: boolean;
  readonly operators: Set<string>;
}

/** Adds what the object asks to each of the branches. */
function readObject(tokens: PatternTokens, place: Place, branches: readonly Branch[]): readonly Branch[] {
  if (place.path.length > DEPTH_MAX) tokens.fail("The pattern is nested too deeply");
  let result = branches;
  let token = tokens.next();
  if (token.kind === "}") tokens.fail("Empty objects are not allowed");
  for (; token.kind !== "}"; token = tokens.next()) result = readMember(tokens, token.text, place, result);
  return result;
}

function readMember(tokens: PatternTokens, name: string, place: Place, branches: readonly Branch[]): readonly Branch[] {
  if (name === "$or") return readOr(tokens, place, branches);
  if (place.inOr && RESERVED_IN_OR.has(name))
    tokens.fail(`${name} is Ruler reserved fieldName which cannot be used inside $or.`);
  const path = [...place.path, name];
  const { kind } = tokens.next();
  if (kind === "{") return readObject(tokens, { ...place, path }, branches);
  if (kind !== "[") tokens.fail(`"${name}" must be an object or an array`);
  const conditions = readConditions(tokens, place.operators);
  return branches.map((branch) => new Map(branch).set(path.join("."), conditions));
}

function readOr(tokens: PatternTokens, place: Place, branches: readonly Branch[]): readonly Branch[] {
  if (tokens.next().kind !== "[") tokens.fail("It must be an Array followed with $or.");
  const result: Branch[] = [];
  let choices = 0;
  for (let token = tokens.next(); token.kind !== "]"; token = tokens.next()) {
    if (token.kind !== "{") tokens.fail("Only JSON object is allowed in array of $or relationship.");
    result.push(...readObject(tokens, { ...place, inOr: true }, branches));
    choices += 1;
    if (result.length > BRANCHES_MAX)
      throw new EventPatternError(`$or makes more than ${BRANCHES_MAX} combinations of conditions`);
  }
  if (choices < 2) tokens.fail("There must have at least 2 Objects in $or relationship.");
  return result;
}

function readConditions(tokens: PatternTokens, operators: Set<string>): FieldConditions {
  const read: (Condition | typeof ABSENT)[] = [];
  for (let token = tokens.next(); token.kind !== "]"; token = tokens.next())
    read.push(readCondition(tokens, token, operators));
  if (read.length === 0) tokens.fail("Empty arrays are not allowed");
  return { anyOf: read.filter((condition) => condition !== ABSENT), absent: read.includes(ABSENT) };
}

function readCondition(tokens: PatternTokens, token: Token, operators: Set<string>): Condition | typeof ABSENT {
  const { kind } = token;
  if (kind === "{") return readMatchExpression(tokens, operators);
  if (kind === "string") return equalsText(tokens.text());
  if (kind === "number") return equals(Number(token.text));
  if (kind === "true" || kind === "false") return equals(kind === "true");
  if (kind === "null") return equals(null);
  return tokens.fail("Match value must be String, number, true, false, or null");
}

/** An address is the same however it is written. */
function equalsText(text: string): Condition {
  const address = parseAddress(text);
  return address === undefined ? equals(text) : sameAddress(address);
}
