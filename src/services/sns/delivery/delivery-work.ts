import type { Clock } from "../../../base/index.ts";
import type { WorkHandler, WorkToPut } from "../../../work/index.ts";
import type { Deliverer } from "./deliverer.ts";
import { decodeDelivery, type Delivery, encodeDelivery } from "./delivery.ts";
import { AT_START, decodeProgress, encodeProgress } from "./progress.ts";

/** A delivery as work of `DELIVERY_QUEUE`. */
export function deliveryWork(delivery: Delivery): WorkToPut {
  return {
    lane: delivery.subscriptionArn,
    id: delivery.requestId,
    state: encodeProgress(AT_START),
    payload: encodeDelivery(delivery),
  };
}

/** Does the work of that queue. */
export function deliveryHandler(deliverer: Deliverer, clock: Clock): WorkHandler {
  return async ({ payload, state }, signal) => {
    const verdict = await deliverer.proceed(decodeDelivery(payload), decodeProgress(state), signal);
    if (verdict.over) return { outcome: "done" };
    const { waitMs, progress } = verdict;
    return { outcome: "again", visibleAtMs: clock.nowMs() + waitMs, state: encodeProgress(progress) };
  };
}
