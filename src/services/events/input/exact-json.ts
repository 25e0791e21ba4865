/**
 * Parses JSON so that stringifying it gives back every number as it was written, however long. Throws `SyntaxError`.
 * A number that JavaScript would write otherwise is an object that only `JSON.stringify` understands.
 */
export function parseExactJson(text: string): unknown {
  const parsed: unknown = JSON.parse(text, exactNumber);
  return parsed;
}

function exactNumber(_name: string, value: unknown, ...[context]: readonly unknown[]): unknown {
  if (typeof value !== "number" || typeof context !== "object" || context === null || !("source" in context))
    return value;
  const { source } = context;
  return typeof source !== "string" || source === String(value) ? value : rawJson(source);
}

/** Not in the type definitions yet (ECMAScript proposal "JSON.parse source text access", in Node.js since 22). */
const rawJson: (text: string) => unknown = Reflect.get(JSON, "rawJSON");
