import type { Clock } from "../../base/index.ts";
import type { Json } from "../ports/records.ts";
import type {
  Claim,
  ClaimedWork,
  ClaimQuery,
  HeldWork,
  LaneListener,
  LaneState,
  NewWork,
  Settlement,
  WorkQueue,
} from "../ports/work-queue.ts";
import { LaneListeners } from "../lane-listeners.ts";
import type { Lane } from "../lane.ts";
import { workBytes } from "../work-size.ts";
import type { WorkChange, WorkOp, WorkRow } from "./protocol.ts";
import type { HeldClaim, WorkClaims } from "./work-claims.ts";
import type { WorkReader } from "./work-reader.ts";

/** Durable work in one database of one process: rows on the disk, claims in memory. */
export class SqliteWorkQueue implements WorkQueue {
  readonly #reader: WorkReader;
  readonly #claims: WorkClaims;
  readonly #lane: Lane<WorkOp, readonly number[]>;
  readonly #clock: Clock;
  readonly #listeners = new LaneListeners();

  constructor(reader: WorkReader, claims: WorkClaims, lane: Lane<WorkOp, readonly number[]>, clock: Clock) {
    this.#reader = reader;
    this.#claims = claims;
    this.#lane = lane;
    this.#clock = clock;
  }

  async put(work: readonly NewWork[], nowMs: number): Promise<void> {
    if (work.length === 0) return;
    await this.#lane.submit({ op: "put", work: work.map(rowOf), nowMs }, workBytes(work));
    for (const each of work) this.#cameFree(each);
  }

  async putClaimed(
    work: readonly NewWork[],
    nowMs: number,
    leaseEndMs: number,
  ): Promise<readonly (number | undefined)[]> {
    if (work.length === 0) return [];
    // Kept from others from now on, or one could claim it between the commit and its answer.
    for (const { queue, id } of work) this.#claims.arrives(queue, id);
    try {
      const added = await this.#lane.submit({ op: "put", work: work.map(rowOf), nowMs }, workBytes(work));
      return work.map((each, index) => {
        if (added[index] === 1) return this.#claims.hold({ ...each, dueMs: each.visibleAtMs, leaseEndMs }, nowMs).epoch;
        this.#listeners.tell(each.queue, each.lane, each.visibleAtMs);
        return undefined;
      });
    } finally {
      for (const { queue, id } of work) this.#claims.arrived(queue, id);
    }
  }

  async claim(query: ClaimQuery): Promise<Claim> {
    return this.#reader.claim(query);
  }

  async settle(settlements: readonly Settlement[]): Promise<readonly boolean[]> {
    const valid = settlements.map((settlement) => {
      const held = this.#claims.valid(settlement.work);
      if (held === undefined) return undefined;
      held.settling = true;
      return { settlement, held };
    });
    const present = valid.filter((each) => each !== undefined);
    if (present.length === 0) return settlements.map(() => false);
    const done = new Set(await this.#write(present));
    return valid.map((each) => each !== undefined && done.has(each.held));
  }

  async renew(work: readonly HeldWork[], leaseEndMs: number): Promise<readonly boolean[]> {
    return work.map((each) => {
      const held = this.#claims.valid(each);
      if (held === undefined) return false;
      held.leaseEndMs = leaseEndMs;
      return true;
    });
  }

  async lanes(
    queue: string,
    query: { readonly after?: string; readonly limit: number },
  ): Promise<readonly LaneState[]> {
    return this.#reader.lanes(queue, query, this.#clock.nowMs());
  }

  async drop(queue: string, lane: string): Promise<number> {
    this.#claims.releaseLane(queue, lane);
    let count = 0;
    for (let last: number | undefined; ;) {
      const [removed = 0, until] = await this.#lane.submit({ op: "drop", queue, lane, last }, 0);
      if (removed === 0) return count;
      count += removed;
      last = until;
    }
  }

  watch(queue: string, listener: LaneListener): () => void {
    return this.#listeners.add(queue, listener);
  }

  /** Answers the claims of those that were settled. */
  async #write(settled: readonly { settlement: Settlement; held: HeldClaim }[]): Promise<readonly HeldClaim[]> {
    const changes = settled.map(({ settlement }) => changeOf(settlement));
    const bytes = settled.reduce((sum, { settlement }) => sum + workBytes(settlement.following ?? []), 0);
    try {
      const counts = await this.#lane.submit({ op: "settle", changes, nowMs: this.#clock.nowMs() }, bytes);
      const done = settled.filter((_, index) => counts[index] === 1);
      for (const { held } of settled) this.#claims.release(held);
      for (const { settlement, held } of done) this.#announce(settlement, held);
      return done.map(({ held }) => held);
    } catch (error) {
      for (const { held } of settled) held.settling = false;
      throw error;
    }
  }

  #announce(settlement: Settlement, { queue, lane }: HeldClaim): void {
    if (settlement.outcome === "again") this.#cameFree({ queue, lane, visibleAtMs: settlement.visibleAtMs });
    for (const each of settlement.following ?? []) this.#cameFree(each);
  }

  #cameFree({ queue, lane, visibleAtMs }: Pick<NewWork, "queue" | "lane" | "visibleAtMs">): void {
    this.#claims.cameFree(queue, lane, visibleAtMs);
    this.#listeners.tell(queue, lane, visibleAtMs);
  }
}

function rowOf({ queue, lane, id, visibleAtMs, state, payload }: NewWork): WorkRow {
  return { queue, lane, id, visibleAtMs: Math.ceil(visibleAtMs), state: JSON.stringify(state satisfies Json), payload };
}

function changeOf(settlement: Settlement): WorkChange {
  const { queue, id }: Pick<ClaimedWork, "queue" | "id"> = settlement.work;
  const again =
    settlement.outcome === "again"
      ? { visibleAtMs: Math.ceil(settlement.visibleAtMs), state: JSON.stringify(settlement.state) }
      : undefined;
  return { queue, id, again, following: (settlement.following ?? []).map(rowOf) };
}
