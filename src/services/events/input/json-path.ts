/** A step from a value to values in it. */
type Step = { readonly member: string } | { readonly index: number } | "every";

/** A path into an event. */
export interface JsonPath {
  readonly steps: readonly Step[];
  /** Whether it may lead to several values. */
  readonly isPlural: boolean;
}

const STEP = /\.\*|\.([\w\-/ ]+)|\[\*\]|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/y;

/**
 * Reads the part of JSONPath that EventBridge has: `$.detail.instance-id`, `$.resources[0]`, `$.detail['state']`,
 * `$.detail.list[*].name` (Amazon EventBridge user guide, "Input transformation"). Undefined for anything else.
 */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith("$")) return undefined;
  const steps: Step[] = [];
  for (let offset = 1; offset < text.length; offset = STEP.lastIndex) {
    STEP.lastIndex = offset;
    const match = STEP.exec(text);
    if (match === null) return undefined;
    steps.push(stepOf(match));
  }
  return { steps, isPlural: steps.includes("every") };
}

function stepOf([, dotted, index, single, double]: RegExpExecArray): Step {
  if (index !== undefined) return { index: Number(index) };
  const member = dotted ?? single ?? double;
  return member === undefined ? "every" : { member };
}

/** What the path leads to: one value, a list of them for a plural path, or undefined when there is nothing. */
export function valueAt(path: JsonPath, root: unknown): unknown {
  let values: readonly unknown[] = [root];
  for (const step of path.steps) values = values.flatMap((value) => inner(value, step));
  if (path.isPlural) return values.length === 0 ? undefined : values;
  return values[0];
}

function inner(value: unknown, step: Step): readonly unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (step === "every") return Object.values(value);
  if ("index" in step) return Array.isArray(value) && step.index < value.length ? [value[step.index]] : [];
  return !Array.isArray(value) && Object.hasOwn(value, step.member) ? [Reflect.get(value, step.member)] : [];
}
