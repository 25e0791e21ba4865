import { invalidCharacters } from "./filter-pattern-error.ts";

/** One step into a document; `undefined` stands for every member. */
type Step = string | number | undefined;

export type Selector = readonly Step[];

const STEP = /\.?\[(\d{1,9})\]|\.?\[(\*)\]|\.?\['([^']+)'\]|\.?\["([^"]+)"\]|\.(\*)|\.([A-Za-z0-9_@-]+)/y;

/**
 * Reads a property selector such as `$.users[0].id`, `$.users[*].id` or `$['a.b']` that starts at `start`.
 * Throws `FilterPatternError`.
 */
export function readSelector(pattern: string, start: number): { readonly selector: Selector; readonly end: number } {
  const steps: Step[] = [];
  let end = start + 1;
  for (;;) {
    STEP.lastIndex = end;
    const match = STEP.exec(pattern);
    if (match === null) break;
    steps.push(stepOf(match));
    end = STEP.lastIndex;
  }
  if (steps.length === 0 || pattern.charAt(end) === ".") throw invalidCharacters(wordAt(pattern, start));
  return { selector: steps, end };
}

function stepOf(match: RegExpExecArray): Step {
  const [, index, everyItem, single, double, everyMember, name] = match;
  if (index !== undefined) return Number(index);
  if (everyItem !== undefined || everyMember !== undefined) return undefined;
  return single ?? double ?? name;
}

function wordAt(pattern: string, start: number): string {
  return /[^\s=!<>(){}&|]*/.exec(pattern.slice(start))?.[0] ?? "";
}

/** The values that a selector finds in a document; none when something on the way is missing or of another shape. */
export function select(document: unknown, selector: Selector): readonly unknown[] {
  let found: readonly unknown[] = [document];
  for (const step of selector) {
    found = found.flatMap((value) => members(value, step));
    if (found.length === 0) return found;
  }
  return found;
}

function members(value: unknown, step: Step): readonly unknown[] {
  if (Array.isArray(value)) {
    if (step === undefined) return value;
    return typeof step === "number" && step < value.length ? [value[step]] : [];
  }
  if (typeof value !== "object" || value === null) return [];
  if (step === undefined) return Object.values(value);
  return typeof step === "string" && Object.hasOwn(value, step) ? [Reflect.get(value, step)] : [];
}
