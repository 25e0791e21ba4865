const PARTS = /\d+|\D+/g;

/**
 * Orders names with numbers in them as people do: `python3.9` before `python3.10`. For `toSorted`. Plain code, since
 * `localeCompare` loads the tables of all languages, 3 MB, at its first call.
 */
export function naturalOrder(left: string, right: string): number {
  const lefts = left.match(PARTS) ?? [];
  const rights = right.match(PARTS) ?? [];
  for (const [index, part] of lefts.entries()) {
    const other = rights[index];
    if (other === undefined) return 1;
    if (part === other) continue;
    const difference = Number(part) - Number(other);
    if (Number.isNaN(difference)) return part < other ? -1 : 1;
    if (difference !== 0) return difference;
  }
  return lefts.length - rights.length;
}
