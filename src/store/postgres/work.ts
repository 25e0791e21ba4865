import { numberOf, optionalNumberOf, textOf } from "../columns.ts";
import type { Lane } from "../lane.ts";
import type { LaneListeners } from "../lane-listeners.ts";
import type {
  Claim,
  ClaimQuery,
  HeldWork,
  LaneListener,
  LaneState,
  NewWork,
  Settlement,
  WorkQueue,
} from "../ports/work-queue.ts";
import { workBytes, WORK_ROW_BYTES } from "../work-size.ts";
import type { Sessions } from "./sessions.ts";
import { dropWork, lanesAfter, lanesFrom, lastWork } from "./statements.ts";
import type { WorkOp, WorkResult } from "./work-writer.ts";

/** Work that is dropped in one go. */
const DROP_STEP = 5_000;

/** Durable work that several servers share: rows and claims are both in the database. */
export class PostgresWorkQueue implements WorkQueue {
  readonly #sessions: Sessions;
  readonly #lane: Lane<WorkOp, WorkResult>;
  readonly #listeners: LaneListeners;
  readonly #onWatched: () => void;

  /** `onWatched` is told when somebody wants to hear of work that other servers put, which then is told to `listeners`. */
  constructor(sessions: Sessions, lane: Lane<WorkOp, WorkResult>, listeners: LaneListeners, onWatched: () => void) {
    this.#sessions = sessions;
    this.#lane = lane;
    this.#listeners = listeners;
    this.#onWatched = onWatched;
  }

  async put(work: readonly NewWork[], nowMs: number): Promise<void> {
    await this.#put(work, nowMs, undefined);
    for (const each of work) this.#cameFree(each);
  }

  async putClaimed(
    work: readonly NewWork[],
    nowMs: number,
    leaseEndMs: number,
  ): Promise<readonly (number | undefined)[]> {
    return this.#put(work, nowMs, leaseEndMs);
  }

  async claim(query: ClaimQuery): Promise<Claim> {
    const { claim } = await this.#lane.submit({ claim: [query] }, WORK_ROW_BYTES);
    return claim[0] ?? { work: [], nextDueAtMs: undefined };
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly boolean[]> {
    if (settlements.length === 0) return [];
    const bytes = settlements.reduce((sum, { following }) => sum + workBytes(following ?? []), 0);
    const { settle: lanes } = await this.#lane.submit(
      { settle: settlements },
      bytes + settlements.length * WORK_ROW_BYTES,
    );
    for (const [place, settlement] of settlements.entries()) this.#announce(settlement, lanes[place]);
    return lanes.map((lane) => lane !== undefined);
  }

  async renew(work: readonly HeldWork[], leaseEndMs: number): Promise<readonly boolean[]> {
    if (work.length === 0) return [];
    const renewals = work.map((each) => ({ work: each, leaseEndMs }));
    return (await this.#lane.submit({ renew: renewals }, work.length * WORK_ROW_BYTES)).renew;
  }

  async lanes(
    queue: string,
    { after, limit }: { readonly after?: string; readonly limit: number },
  ): Promise<readonly LaneState[]> {
    const rows = await this.#sessions.read((session) =>
      after === undefined
        ? session.rows(lanesFrom, { queue, limit })
        : session.rows(lanesAfter, { queue, after, limit }),
    );
    return rows.map((row) => ({ lane: textOf(row, "lane"), dueAtMs: numberOf(row, "due_ms") }));
  }

  async drop(queue: string, lane: string): Promise<number> {
    const newest = await this.#sessions.read((session) => session.row(lastWork, {}));
    const last = (newest && optionalNumberOf(newest, "sequence")) ?? 0;
    const step = (): Promise<number> =>
      this.#sessions.transaction("", (session) => session.run(dropWork, { queue, lane, last, limit: DROP_STEP }));
    let count = 0;
    for (let removed = await step(); removed > 0; removed = await step()) count += removed;
    return count;
  }

  watch(queue: string, listener: LaneListener): () => void {
    this.#onWatched();
    return this.#listeners.add(queue, listener);
  }

  async #put(
    work: readonly NewWork[],
    nowMs: number,
    leaseEndMs: number | undefined,
  ): Promise<readonly (number | undefined)[]> {
    if (work.length === 0) return [];
    const put = work.map((each) => ({ ...each, acceptedAtMs: nowMs, leaseEndMs }));
    return (await this.#lane.submit({ put }, workBytes(work))).put;
  }

  #announce(settlement: Settlement, lane: string | undefined): void {
    if (lane === undefined) return;
    if (settlement.outcome === "again")
      this.#cameFree({ ...settlement.work, lane, visibleAtMs: settlement.visibleAtMs });
    for (const each of settlement.following ?? []) this.#cameFree(each);
  }

  #cameFree({ queue, lane, visibleAtMs }: Pick<NewWork, "queue" | "lane" | "visibleAtMs">): void {
    this.#listeners.tell(queue, lane, visibleAtMs);
  }
}
