import { numberOf, textOf } from "../columns.ts";
import type { LaneListeners } from "../lane-listeners.ts";
import type { Sessions } from "./sessions.ts";
import { freeHeldWork, nextEpoch } from "./statements.ts";

/**
 * Frees what a former server held when it ended, so that it need not wait for the end of a lease. Should that server
 * still be there, its claims are lost, and it is told so when it settles. Resolves once it is known which claims these
 * are; `done` when they are free, which may take a while where the backlog is long.
 */
export async function freeHeld(
  sessions: Sessions,
  listeners: LaneListeners,
): Promise<{ readonly done: Promise<void> }> {
  const row = await sessions.read((session) => session.row(nextEpoch, {}));
  if (row === undefined) throw new Error("PostgreSQL gave no number of a sequence");
  const epoch = numberOf(row, "epoch");
  const free = async (): Promise<void> => {
    const freed = await sessions.transaction("", (session) => session.rows(freeHeldWork, { epoch }));
    for (const each of freed) listeners.tell(textOf(each, "queue"), textOf(each, "lane"), numberOf(each, "visible_ms"));
  };
  return { done: free() };
}
