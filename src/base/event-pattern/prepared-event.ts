/**
 * An event as patterns see it: names with dots are the same as nested objects, so that `{"a.b": 1}` is `{"a": {"b": 1}}`.
 * Made once for an event, whatever the number of patterns it is held against.
 */
export class PreparedEvent {
  readonly root: unknown;

  /** `event` is parsed JSON. It is not changed. */
  constructor(event: unknown) {
    this.root = hasDottedName(event) ? withoutDottedNames(event) : event;
  }
}

function hasDottedName(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (Array.isArray(value)) return value.some(hasDottedName);
  return Object.entries(value).some(([name, inner]) => name.includes(".") || hasDottedName(inner));
}

function withoutDottedNames(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withoutDottedNames);
  const result = new Map<string, unknown>();
  for (const [name, inner] of Object.entries(value)) {
    const [first = "", ...rest] = name.split(".");
    const nested = rest.reduceRight<unknown>((below, segment) => ({ [segment]: below }), withoutDottedNames(inner));
    result.set(first, result.has(first) ? merged(result.get(first), nested) : nested);
  }
  return Object.fromEntries(result);
}

/** Two values of one path: both of them, where they are not objects to be put together. */
function merged(one: unknown, other: unknown): unknown {
  if (!isObject(one) || !isObject(other)) return [one, other];
  const result = new Map<string, unknown>(Object.entries(one));
  for (const [name, value] of Object.entries(other))
    result.set(name, result.has(name) ? merged(result.get(name), value) : value);
  return Object.fromEntries(result);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
