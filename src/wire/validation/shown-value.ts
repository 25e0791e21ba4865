/** Longest value that a message repeats; AWS repeats all of it, which a hostile client could use to fill a log. */
const SHOWN_LENGTH_MAX = 8192;

function show(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "null";
  if (value instanceof Uint8Array) return "java.nio.HeapByteBuffer";
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return `[${value.map((item: unknown) => show(item)).join(", ")}]`;
  if (typeof value === "object")
    return `{${Object.entries(value)
      .map(([key, item]) => `${key}=${show(item)}`)
      .join(", ")}}`;
  return JSON.stringify(value) ?? "";
}

/** ` 'value'` as AWS quotes it, nothing for secrets and for bytes. */
export function shownValue(value: unknown, sensitive: boolean): string {
  if (sensitive || value instanceof Uint8Array) return "";
  if (value === null || value === undefined) return " null";
  return ` '${show(value).slice(0, SHOWN_LENGTH_MAX)}'`;
}
