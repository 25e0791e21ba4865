import type { NewWork } from "./ports/work-queue.ts";

/** What a row costs beside its payload. */
export const WORK_ROW_BYTES = 256;

/** What work counts for in the lane that commits it. */
export function workBytes(work: readonly NewWork[]): number {
  return work.reduce((sum, { payload }) => sum + payload.length + WORK_ROW_BYTES, 0);
}
