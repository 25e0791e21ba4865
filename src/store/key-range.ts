/** No key and no name starts or goes on with this, the last code point of Unicode, which is not a character. */
const AFTER_ALL = "\u{10FFFF}";

/** Where a listing by prefix starts and ends, in byte order. */
export type KeyRange =
  /** From `from` on, inclusive, up to `before`, exclusive. */
  | { readonly start: "from"; readonly from: string; readonly before: string }
  /** What follows `after`, exclusive, up to `before`, exclusive. */
  | { readonly start: "after"; readonly after: string; readonly before: string };

/** The range of keys that start with `prefix` and follow `after`; undefined when there can be none. */
export function keyRange(prefix: string, after: string | undefined): KeyRange | undefined {
  const before = prefix + AFTER_ALL;
  if (after === undefined) return { start: "from", from: prefix, before };
  if (after.startsWith(prefix)) return { start: "after", after, before };
  // JavaScript compares UTF-16 units, which is not the order of bytes beyond the basic plane.
  return Buffer.compare(Buffer.from(after), Buffer.from(prefix)) < 0
    ? { start: "from", from: prefix, before }
    : undefined;
}
