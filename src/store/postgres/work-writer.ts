import type { Clock } from "../../base/index.ts";
import type { LaneOutcome } from "../lane.ts";
import type { Claim, ClaimQuery, Settlement } from "../ports/work-queue.ts";
import type { Sessions } from "./sessions.ts";
import type { FreeWork, WorkNews } from "./work-news.ts";
import { claimAll, putAll, type Renewal, renewAll, settleAll, type WorkToPut } from "./work-batch.ts";

/** What a caller of the queue wants done. */
export interface WorkOp {
  readonly put?: readonly WorkToPut[];
  readonly settle?: readonly Settlement[];
  readonly renew?: readonly Renewal[];
  readonly claim?: readonly ClaimQuery[];
}

/** One answer for each of what was asked. */
export interface WorkResult {
  /** The epoch of what was put, 0 when it was not claimed; undefined for what was there before. */
  readonly put: readonly (number | undefined)[];
  /** The lane of what was settled; undefined when the claim was lost. */
  readonly settle: readonly (string | undefined)[];
  readonly renew: readonly boolean[];
  readonly claim: readonly Claim[];
}

/** Does operations in one transaction. They were asked for at the same time, so they are done kind by kind. */
export class WorkWriter {
  readonly #sessions: Sessions;
  readonly #clock: Clock;
  readonly #news: WorkNews;

  constructor(sessions: Sessions, clock: Clock, news: WorkNews) {
    this.#sessions = sessions;
    this.#clock = clock;
    this.#news = news;
  }

  commit(ops: readonly WorkOp[]): Promise<readonly LaneOutcome<WorkResult>[]> {
    return this.#sessions.transaction("", async (session) => {
      const settlements = ops.flatMap(({ settle = [] }) => settle);
      const newWork = ops.flatMap(({ put = [] }) => put);
      const renewed = await renewAll(
        session,
        ops.flatMap(({ renew = [] }) => renew),
      );
      const settled = await settleAll(session, settlements);
      const following = this.#following(settlements, settled);
      const epochs = await putAll(session, [...newWork, ...following]);
      const claims = await claimAll(
        session,
        ops.flatMap(({ claim = [] }) => claim),
      );
      const free = [...newWork.filter((work) => work.leaseEndMs === undefined), ...following];
      await this.#news.publish(session, [...free, ...repeated(settlements, settled)]);
      return shared(ops, { put: epochs, settle: settled, renew: renewed, claim: claims });
    });
  }

  #following(settlements: readonly Settlement[], settled: readonly (string | undefined)[]): readonly WorkToPut[] {
    const acceptedAtMs = this.#clock.nowMs();
    return settlements
      .filter((_, place) => settled[place] !== undefined)
      .flatMap(({ following = [] }) => following)
      .map((work) => ({ ...work, acceptedAtMs, leaseEndMs: undefined }));
  }
}

/** What may be claimed again. */
function repeated(settlements: readonly Settlement[], lanes: readonly (string | undefined)[]): readonly FreeWork[] {
  return settlements.flatMap((settlement, place) => {
    const lane = lanes[place];
    if (lane === undefined || settlement.outcome === "done") return [];
    return { queue: settlement.work.queue, lane, visibleAtMs: settlement.visibleAtMs };
  });
}

/** Hands the answers of a batch to its operations. */
function shared(ops: readonly WorkOp[], all: WorkResult): readonly LaneOutcome<WorkResult>[] {
  const next = { put: 0, settle: 0, renew: 0, claim: 0 };
  const share = <Kind extends keyof WorkResult>(kind: Kind, op: WorkOp): WorkResult[Kind] => {
    const start = next[kind];
    next[kind] += op[kind]?.length ?? 0;
    return all[kind].slice(start, next[kind]) as unknown as WorkResult[Kind];
  };
  return ops.map((op) => ({
    ok: true,
    value: {
      put: share("put", op),
      settle: share("settle", op),
      renew: share("renew", op),
      claim: share("claim", op),
    },
  }));
}
