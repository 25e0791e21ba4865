/** One commit holds at most this much, and at least one piece. */
const PART_BYTES_MAX = 4 * 1_048_576;
const PART_COUNT_MAX = 1_000;

/**
 * Puts the work of many items in several commits where one would be large, so that memory holds no more than one of them
 * however many subscriptions a topic has. What `work` makes of one item stays together.
 */
export async function putInParts<Item, Work extends { readonly payload: Uint8Array }>(
  items: readonly Item[],
  work: (item: Item) => readonly Work[],
  put: (part: readonly Work[]) => Promise<void>,
): Promise<void> {
  let part: Work[] = [];
  let bytes = 0;
  for (const item of items) {
    const pieces = work(item);
    part.push(...pieces);
    for (const { payload } of pieces) bytes += payload.length;
    if (bytes < PART_BYTES_MAX && part.length < PART_COUNT_MAX) continue;
    await put(part);
    part = [];
    bytes = 0;
  }
  if (part.length > 0) await put(part);
}
