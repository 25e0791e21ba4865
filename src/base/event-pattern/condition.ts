/** A value of an event that has no parts. */
export type Leaf = string | number | boolean | null;

/** Whether one value is what a pattern asks for. */
export type Condition = (leaf: Leaf) => boolean;

/** What a pattern asks of one field: any of the conditions, or, with `absent`, that the field is not there. */
export interface FieldConditions {
  readonly anyOf: readonly Condition[];
  readonly absent: boolean;
}

/** The same string, number (1 and 1.0 are the same), boolean or null. */
export function equals(expected: Leaf): Condition {
  return (leaf) => leaf === expected;
}

export function startsWith(prefix: string): Condition {
  return (leaf) => typeof leaf === "string" && leaf.startsWith(prefix);
}

export function endsWith(suffix: string): Condition {
  return (leaf) => typeof leaf === "string" && leaf.endsWith(suffix);
}

export function equalsIgnoringCase(text: string): Condition {
  const folded = foldCase(text);
  return (leaf) => typeof leaf === "string" && foldCase(leaf) === folded;
}

export function startsWithIgnoringCase(prefix: string): Condition {
  const folded = foldCase(prefix);
  return (leaf) => typeof leaf === "string" && foldCase(leaf).startsWith(folded);
}

export function endsWithIgnoringCase(suffix: string): Condition {
  const folded = foldCase(suffix);
  return (leaf) => typeof leaf === "string" && foldCase(leaf).endsWith(folded);
}

/** Any value at all that fulfils none of the conditions, whatever its type. */
export function noneOf(conditions: readonly Condition[]): Condition {
  return (leaf) => !conditions.some((condition) => condition(leaf));
}

export const isThere: Condition = () => true;

/** Upper case first, so that letters which have but one of the two cases still meet. */
function foldCase(text: string): string {
  return text.toUpperCase().toLowerCase();
}
