import type { RecordStore, StoredRecord } from "./ports/records.ts";

const PAGE = 500;

/**
 * Every record of a kind whose key starts with `prefix`, in order of key, a page at a time.
 *
 * @param start only keys after this one
 */
export async function* everyRecord(
  records: RecordStore,
  kind: string,
  prefix: string,
  start?: string,
): AsyncGenerator<StoredRecord, void> {
  for (let after = start; ;) {
    const page = await records.list(kind, { prefix, limit: PAGE, ...(after === undefined ? {} : { after }) });
    yield* page;
    after = page.at(-1)?.key;
    if (page.length < PAGE) return;
  }
}
