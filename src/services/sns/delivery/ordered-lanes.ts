import type { Clock } from "../../../base/index.ts";
import type { ClaimedWork, Json, NewWork, WorkQueue } from "../../../store/index.ts";
import type { WorkHandler, WorkOutcome } from "../../../work/index.ts";
import type { Deliverer } from "./deliverer.ts";
import { decodeDelivery, type Delivery, encodeDelivery } from "./delivery.ts";
import { putInParts } from "./parts.ts";
import { ORDERED_QUEUE } from "./queues.ts";
import { AT_START, decodeProgress, encodeProgress, type Progress } from "./progress.ts";

/** Where the messages of FIFO topics wait in their order. Nobody but `OrderedLanes` claims them. */
const OUTBOX = "sns-outbox";
/** After so many messages a lane lets others have their turn. */
const TURN_MAX = 50;
/** Everything in the outbox can be claimed at this time; what was claimed stays in its place by a lease that never began. */
const END_OF_TIME_MS = Number.MAX_SAFE_INTEGER;

/** A lane that is being looked after, or waits for its first message to be tried again. */
interface Lane {
  /** The work that looks after it. */
  readonly owner: string;
  /** Whether other work came for this lane meanwhile, which need not do anything itself. */
  called: boolean;
}

/** A delivery with the place that the number of its message gives it. */
export interface OrderedDelivery {
  readonly delivery: Delivery;
  readonly number: number;
}

/**
 * Delivers the messages of a group to a subscription in the order of their sequence numbers: a message that fails holds
 * up those behind it. The messages are in an outbox, and for each of them there is work that empties it; of several
 * pieces of work for one lane the first does it all, and stays in the store until the outbox is empty, so that nothing
 * is forgotten when the server ends. A lane is looked after by one server.
 */
export class OrderedLanes {
  readonly #queue: WorkQueue;
  readonly #deliverer: Deliverer;
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Lane>();

  constructor(queue: WorkQueue, deliverer: Deliverer, clock: Clock) {
    this.#queue = queue;
    this.#deliverer = deliverer;
    this.#clock = clock;
  }

  /** Puts deliveries of FIFO messages, in order. Resolves once they are durable. */
  async put(deliveries: readonly OrderedDelivery[]): Promise<void> {
    const nowMs = this.#clock.nowMs();
    const work = ({ delivery, number }: OrderedDelivery): readonly NewWork[] => {
      const lane = `${delivery.subscriptionArn}/${delivery.groupId ?? ""}`;
      const id = delivery.requestId;
      return [
        { queue: OUTBOX, lane, id, visibleAtMs: number, state: null, payload: encodeDelivery(delivery) },
        { queue: ORDERED_QUEUE, lane, id, visibleAtMs: nowMs, state: null, payload: new Uint8Array(0) },
      ];
    };
    await putInParts(deliveries, work, (part) => this.#queue.put(part, nowMs));
  }

  readonly handler: WorkHandler = async ({ lane: name, id, state }, signal) => {
    const lane = this.#lanes.get(name) ?? { owner: id, called: false };
    if (lane.owner !== id) {
      lane.called = true;
      return { outcome: "done" };
    }
    this.#lanes.set(name, lane);
    try {
      return await this.#empty(name, lane, state, signal);
    } catch (error) {
      // The work stays in the store and begins anew, whoever gets it.
      this.#lanes.delete(name);
      throw error;
    }
  };

  async #empty(name: string, lane: Lane, state: Json, signal: AbortSignal): Promise<WorkOutcome> {
    let kept = state;
    for (let turn = 0; turn < TURN_MAX && !signal.aborted; turn += 1) {
      const head = await this.#head(name);
      if (head === undefined) {
        // Who came while the outbox was looked into may have put something into it.
        if (!lane.called) {
          this.#lanes.delete(name);
          return { outcome: "done" };
        }
        lane.called = false;
        continue;
      }
      const verdict = await this.#deliverer.proceed(decodeDelivery(head.payload), progressOf(head, kept), signal);
      if (!verdict.over) {
        const visibleAtMs = this.#clock.nowMs() + verdict.waitMs;
        return { outcome: "again", visibleAtMs, state: stateOf(head, verdict.progress) };
      }
      await this.#queue.settle([{ work: head, outcome: "done" }]);
      kept = null;
    }
    return { outcome: "again", visibleAtMs: this.#clock.nowMs(), state: kept };
  }

  async #head(lane: string): Promise<ClaimedWork | undefined> {
    const query = { queue: OUTBOX, lane, nowMs: END_OF_TIME_MS, leaseEndMs: 0, limit: 1 };
    return (await this.#queue.claim(query)).work[0];
  }
}

/** The progress of a message is kept with the work that looks after its lane. */
function stateOf({ id }: ClaimedWork, progress: Progress): Json {
  return { head: id, progress: encodeProgress(progress) };
}

function progressOf({ id }: ClaimedWork, state: Json): Progress {
  if (typeof state !== "object" || state === null || !("head" in state) || state["head"] !== id) return AT_START;
  return decodeProgress(state["progress"] ?? null);
}
