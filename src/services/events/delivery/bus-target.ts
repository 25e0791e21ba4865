import { TargetError } from "../../../base/index.ts";
import type { NewWork } from "../../../store/index.ts";
import { parseEventsArn } from "../arn.ts";
import { DELIVERY_QUEUE } from "../queues.ts";
import type { Delivery } from "./delivery-work.ts";
import type { EventIntake } from "./event-intake.ts";

/** Ends a ring of buses that pass an event on to each other for ever; no sensible chain is as long. */
const HOPS_MAX = 16;

/**
 * What is to be done when an event is passed on to another bus: the deliveries to the targets of the rules there. The
 * event stays as it is, with its id, account and region. Throws `TargetError`.
 */
export async function passOn(
  intake: Pick<EventIntake, "deliveries">,
  { scope, eventId, eventJson, ingestedAtMs, traceHeader, hops }: Delivery,
  arn: string,
): Promise<readonly NewWork[]> {
  const bus = parseEventsArn(arn);
  if (bus === undefined || bus.rule !== undefined)
    throw new TargetError("InvalidParameter", `${arn} is not the ARN of an event bus`, { retryable: false });
  if (bus.scope.accountId !== scope.accountId)
    throw new TargetError("AccessDenied", "events are not passed on to other accounts", { retryable: false });
  if (hops >= HOPS_MAX)
    throw new TargetError("HopsExceeded", `the event has passed ${HOPS_MAX} buses already`, { retryable: false });
  const event = { scope: bus.scope, bus: bus.bus, eventId, eventJson, ingestedAtMs, traceHeader, hops: hops + 1 };
  const work = await intake.deliveries(event);
  // Work is unique by its id, which names the bus and the rule: in a ring, a second round is work of its own.
  return work.map((item) => ({
    ...item,
    id: `${item.id} ${event.hops}`,
    queue: DELIVERY_QUEUE,
    visibleAtMs: ingestedAtMs,
  }));
}
