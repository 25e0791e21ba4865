import type { Json } from "../ports/records.ts";
import type { Claim, ClaimedWork, ClaimQuery, LaneState } from "../ports/work-queue.ts";
import { bytesOf, numberOf, textOf } from "../columns.ts";
import type { Connection, Row } from "./connection.ts";
import { firstLane, laneAfter, readPayload, walkLaneAfter, walkLaneAt } from "./statements.ts";
import type { WorkClaims, WorkPlace } from "./work-claims.ts";

/** Finds work to claim, on the reading connection. */
export class WorkReader {
  readonly #connection: Connection;
  readonly #claims: WorkClaims;

  constructor(connection: Connection, claims: WorkClaims) {
    this.#connection = connection;
    this.#claims = claims;
  }

  claim(query: ClaimQuery): Claim {
    const { queue, lane, nowMs, limit } = query;
    const work: ClaimedWork[] = [];
    let passed: WorkPlace | undefined;
    let nextFreeMs = Infinity;
    const leaseEndMs = this.#claims.leaseEndMs(queue, lane, nowMs);
    for (const row of this.#walk(queue, lane, nowMs)) {
      const place = placeOf(row);
      const free = !this.#claims.taken(queue, textOf(row, "id"), nowMs);
      if (free && (place.dueMs > nowMs || work.length >= limit || this.#claims.isArriving(queue, textOf(row, "id")))) {
        nextFreeMs = place.dueMs;
        break;
      }
      if (free) this.#take(row, query, work);
      passed = place;
    }
    if (passed !== undefined) this.#claims.passed(queue, lane, passed);
    const nextMs = Math.min(nextFreeMs, leaseEndMs);
    return { work, nextDueAtMs: nextMs === Infinity ? undefined : nextMs };
  }

  lanes(
    queue: string,
    { after, limit }: { readonly after?: string; readonly limit: number },
    nowMs: number,
  ): readonly LaneState[] {
    const lanes: LaneState[] = [];
    let row = after === undefined ? this.#connection.get(firstLane, { queue }) : this.#laneAfter(queue, after);
    while (row !== undefined && lanes.length < limit) {
      const lane = textOf(row, "lane");
      lanes.push({ lane, dueAtMs: this.#dueAtMs(queue, lane, nowMs) });
      row = this.#laneAfter(queue, lane);
    }
    return lanes;
  }

  #dueAtMs(queue: string, lane: string, nowMs: number): number {
    const leaseEndMs = this.#claims.leaseEndMs(queue, lane, nowMs);
    for (const row of this.#walk(queue, lane, nowMs)) {
      if (!this.#claims.taken(queue, textOf(row, "id"), nowMs)) return Math.min(numberOf(row, "due_ms"), leaseEndMs);
    }
    // Only what is held and being settled may have a lease that has ended.
    return leaseEndMs === Infinity ? nowMs : leaseEndMs;
  }

  /** What may be free in a lane, in the order of claims. */
  *#walk(queue: string, lane: string, nowMs: number): Iterable<Row> {
    const { dueMs, sequence } = this.#claims.startOf(queue, lane, nowMs);
    yield* this.#connection.each(walkLaneAt, { queue, lane, dueMs, sequence });
    yield* this.#connection.each(walkLaneAfter, { queue, lane, dueMs });
  }

  #take(row: Row, { queue, lane, nowMs, leaseEndMs }: ClaimQuery, work: ClaimedWork[]): void {
    const { sequence, dueMs } = placeOf(row);
    const payload = this.#connection.get(readPayload, { sequence });
    // Dropped while we looked.
    if (payload === undefined) return;
    const id = textOf(row, "id");
    const { epoch } = this.#claims.hold({ queue, lane, id, dueMs, leaseEndMs }, nowMs);
    work.push({
      queue,
      lane,
      id,
      epoch,
      visibleAtMs: dueMs,
      acceptedAtMs: numberOf(row, "accepted_ms"),
      state: JSON.parse(textOf(row, "state")) as Json,
      payload: bytesOf(payload, "payload"),
    });
  }

  #laneAfter(queue: string, after: string): Row | undefined {
    return this.#connection.get(laneAfter, { queue, after });
  }
}

function placeOf(row: Row): WorkPlace {
  return { dueMs: numberOf(row, "due_ms"), sequence: numberOf(row, "sequence") };
}
