/**
 * Whether this is a pattern that records can be held against (AWS Lambda developer guide, "Control which events Lambda
 * sends to your function"): an object whose leaves are lists of what a value may be.
 */
export function isFilterPattern(text: string): boolean {
  return isPattern(parsed(text), 0);
}

/** Deeper than any record; keeps a crafted pattern from using up the stack. */
const DEPTH_MAX = 64;

type Check = (operand: unknown) => boolean;

const isText: Check = (operand) => typeof operand === "string";
const isScalar: Check = (operand) => typeof operand === "string" || typeof operand === "number";

const OPERATORS: ReadonlyMap<string, Check> = new Map<string, Check>([
  ["prefix", isText],
  ["suffix", isText],
  ["equals-ignore-case", isText],
  ["exists", (operand) => typeof operand === "boolean"],
  [
    "anything-but",
    (operand) => (Array.isArray(operand) ? operand.length > 0 && operand.every(isScalar) : isScalar(operand)),
  ],
  ["numeric", isNumericRange],
]);

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isPattern(value: unknown, depth: number): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value) || depth > DEPTH_MAX) return false;
  const members = Object.entries(value);
  return members.length > 0 && members.every(([key, inner]) => isMember(key, inner, depth));
}

function isMember(key: string, value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return isPattern(value, depth + 1);
  if (key === "$or") return value.length > 1 && value.every((choice) => isPattern(choice, depth + 1));
  return value.length > 0 && value.every(isChoice);
}

function isChoice(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return true;
  const [operator, ...more] = Object.entries(value);
  if (Array.isArray(value) || operator === undefined || more.length > 0) return false;
  const [name, operand] = operator;
  return OPERATORS.get(name)?.(operand) === true;
}

/** One comparison, or two that bound a range from below and above. */
function isNumericRange(operand: unknown): boolean {
  if (!Array.isArray(operand) || operand.length % 2 !== 0) return false;
  const [first, number, second, bound, ...more]: readonly unknown[] = operand;
  if (typeof number !== "number" || more.length > 0) return false;
  if (second === undefined) return ["=", "<", "<=", ">", ">="].some((sign) => sign === first);
  const isRange = (first === ">" || first === ">=") && (second === "<" || second === "<=");
  return isRange && typeof bound === "number" && number < bound;
}
