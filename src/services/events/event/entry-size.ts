import type { EventsModel } from "../../../wire/index.ts";

/** Bytes of all entries of a request (EventBridge API reference, PutEvents). */
export const ENTRIES_BYTES_MAX = 1_048_576;

const TIME_BYTES = 14;

/** The size of an entry as AWS counts it (Amazon EventBridge user guide, "Calculating PutEvents event entry size"). */
export function entryBytes({ Time, Source, DetailType, Detail, Resources }: EventsModel.PutEventsRequestEntry): number {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  const textBytes = texts.reduce((sum, text) => sum + Buffer.byteLength(text ?? ""), 0);
  return textBytes + (Time === undefined ? 0 : TIME_BYTES);
}
