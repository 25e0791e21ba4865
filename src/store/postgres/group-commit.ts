import type { LaneOutcome } from "../lane.ts";
import { StoreUnavailableError } from "../ports/records.ts";

/**
 * Commits many operations at the price of one. When the whole transaction fails although the database is there (a full
 * disk, a text that it cannot store), each is tried alone, so that those which can be done are done.
 */
export async function commitTogether<Op, Result>(
  ops: readonly Op[],
  commit: (ops: readonly Op[]) => Promise<readonly LaneOutcome<Result>[]>,
): Promise<readonly LaneOutcome<Result>[]> {
  try {
    return await commit(ops);
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    if (ops.length === 1 || cause instanceof StoreUnavailableError) return ops.map(() => ({ ok: false, error: cause }));
    const outcomes: LaneOutcome<Result>[] = [];
    for (const op of ops) outcomes.push(...(await commitTogether([op], commit)));
    return outcomes;
  }
}
