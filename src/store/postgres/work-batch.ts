import { numberOf, optionalNumberOf, textOf } from "../columns.ts";
import type { Json } from "../ports/records.ts";
import type { Claim, ClaimedWork, ClaimQuery, HeldWork, NewWork, Settlement } from "../ports/work-queue.ts";
import type { Row, Session } from "./session.ts";
import { claimWork, finishWork, putWork, renewWork, repeatWork } from "./statements.ts";

// What a batch of operations does to the table, a statement for each kind.

/** Work as it is put: claimed at once when there is a lease. */
export interface WorkToPut extends NewWork {
  readonly acceptedAtMs: number;
  readonly leaseEndMs: number | undefined;
}

function placeOfWork({ queue, id }: { readonly queue: string; readonly id: string }): string {
  return JSON.stringify([queue, id]);
}

/** Answers the epoch of each that was put, 0 when it was not claimed; undefined for what was there before. */
export async function putAll(session: Session, work: readonly WorkToPut[]): Promise<readonly (number | undefined)[]> {
  if (work.length === 0) return [];
  const first = new Map(work.toReversed().map((each) => [placeOfWork(each), each]));
  const added = [...first.values()].toReversed();
  let start = 1;
  const rows = added.map(({ queue, lane, id, visibleAtMs, leaseEndMs, acceptedAtMs, state, payload }, place) => {
    const row = {
      place,
      queue,
      lane,
      id,
      visible_ms: visibleAtMs,
      lease_end_ms: leaseEndMs,
      accepted_ms: acceptedAtMs,
    };
    start += payload.length;
    return { ...row, state: JSON.stringify(state), start: start - payload.length, size: payload.length };
  });
  const payloads = Buffer.concat(added.map(({ payload }) => payload));
  const epochs = new Map<WorkToPut | undefined, number>();
  for (const row of await session.rows(putWork, { rows: JSON.stringify(rows), payloads })) {
    epochs.set(first.get(placeOfWork({ queue: textOf(row, "queue"), id: textOf(row, "id") })), numberOf(row, "epoch"));
  }
  return work.map((each) => epochs.get(each));
}

/** Answers the lane of each that was settled, undefined when the claim was lost. Of several settlements of one claim the first counts. */
export async function settleAll(
  session: Session,
  settlements: readonly Settlement[],
): Promise<readonly (string | undefined)[]> {
  const claims = new Map(settlements.map((each, place) => [claimIn(each), place] as const).toReversed());
  const held = [...claims.values()].flatMap((place) => heldAt(settlements, place));
  const done = held.filter((row) => row.visible_ms === undefined);
  const again = held.filter((row) => row.visible_ms !== undefined);
  const lanes = new Map<number, string>();
  for (const [statement, rows] of [
    [finishWork, done],
    [repeatWork, again],
  ] as const) {
    if (rows.length === 0) continue;
    const settled = await session.rows(statement, { rows: JSON.stringify(rows) });
    for (const row of settled) lanes.set(numberOf(row, "place"), textOf(row, "lane"));
  }
  return settlements.map((_, place) => lanes.get(place));
}

function claimIn({ work: { queue, id, epoch } }: Settlement): string {
  return JSON.stringify([queue, id, epoch]);
}

/** A settlement as a row; without a time when the work is done. */
interface HeldRow extends HeldWork {
  readonly place: number;
  readonly visible_ms?: number;
  readonly state?: string;
}

function heldAt(settlements: readonly Settlement[], place: number): readonly HeldRow[] {
  const settlement = settlements[place];
  if (settlement === undefined) return [];
  const { queue, id, epoch } = settlement.work;
  const row = { place, queue, id, epoch };
  if (settlement.outcome === "done") return [row];
  return [{ ...row, visible_ms: settlement.visibleAtMs, state: JSON.stringify(settlement.state) }];
}

export interface Renewal {
  readonly work: HeldWork;
  readonly leaseEndMs: number;
}

/** Answers which were renewed. */
export async function renewAll(session: Session, renewals: readonly Renewal[]): Promise<readonly boolean[]> {
  if (renewals.length === 0) return [];
  const rows = renewals.map(({ work: { queue, id, epoch }, leaseEndMs }, place) => {
    return { place, queue, id, epoch, lease_end_ms: leaseEndMs };
  });
  const renewed = await session.rows(renewWork, { rows: JSON.stringify(rows) });
  const places = new Set(renewed.map((row) => numberOf(row, "place")));
  return renewals.map((_, place) => places.has(place));
}

/** Claims lane by lane; several claims of one lane one after the other. */
export async function claimAll(session: Session, queries: readonly ClaimQuery[]): Promise<readonly Claim[]> {
  const claims = new Map<ClaimQuery, Claim>();
  for (let left = queries; left.length > 0; left = left.filter((query) => !claims.has(query))) {
    const round = [...new Map(left.map((query) => [JSON.stringify([query.queue, query.lane]), query])).values()];
    const rows = round.map(({ queue, lane, nowMs, leaseEndMs, limit }, place) => {
      return { place, queue, lane, now_ms: nowMs, lease_end_ms: leaseEndMs, claims: limit };
    });
    const found = Map.groupBy(await session.rows(claimWork, { rows: JSON.stringify(rows) }), (row) =>
      numberOf(row, "place"),
    );
    for (const [place, query] of round.entries()) claims.set(query, claimOf(query, found.get(place) ?? []));
  }
  return queries.map((query) => claims.get(query) ?? { work: [], nextDueAtMs: undefined });
}

function claimOf(query: ClaimQuery, rows: readonly Row[]): Claim {
  const [first] = rows;
  return {
    nextDueAtMs: first && optionalNumberOf(first, "next_due_ms"),
    work: rows.filter((row) => row["id"] !== null).map((row) => claimedOf(query, row)),
  };
}

function claimedOf({ queue, lane }: ClaimQuery, row: Row): ClaimedWork {
  const payload = row["payload"];
  if (!(payload instanceof Uint8Array)) throw new Error("the database holds work without a payload");
  return {
    queue,
    lane,
    id: textOf(row, "id"),
    visibleAtMs: numberOf(row, "visible_ms"),
    epoch: numberOf(row, "epoch"),
    acceptedAtMs: numberOf(row, "accepted_ms"),
    state: JSON.parse(textOf(row, "state")) as Json,
    payload,
  };
}
