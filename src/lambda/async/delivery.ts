import type { Random } from "../../base/index.ts";
import type { Json, NewWork } from "../../store/index.ts";
import type { EventOwner } from "./async-facts.ts";
import type { EventRules } from "./event-rules.ts";
import { deadLetterReason, invocationRecord, type Recorded } from "./invocation-record.ts";

export const DELIVERY_QUEUE = "lambda-delivery";

/** What is delivered where; its payload is the body. */
export type DeliveryState = {
  readonly form: 1;
  readonly kind: "destination" | "dead-letter";
  readonly targetArn: string;
  readonly accountId: string;
  readonly region: string;
  readonly functionName: string;
  readonly qualifier: string | null;
  /** With qualifier. */
  readonly functionArn: string;
  readonly requestId: string;
  readonly succeeded: boolean;
  readonly traceHeader: string;
  /** Stays the same when it is tried again, so that a target may know it. */
  readonly deliveryId: string;
  readonly recordedMs: number;
  readonly errorCode: number;
  readonly errorMessage: string;
  readonly attempts: number;
};

/** Reads what was stored. Throws when it was written by a Hearth whose form of it this one does not know. */
export function readDelivery(id: string, value: Json): DeliveryState {
  if (isDelivery(value)) return value;
  throw new Error(`the delivery ${id} was stored by another version of Hearth; start that version instead`);
}

function isDelivery(value: unknown): value is DeliveryState {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "targetArn" in value;
}

/** What an event came to, for whoever is to be told. */
export interface Ended extends Recorded {
  readonly owner: EventOwner;
  readonly traceHeader: string;
}

/** The record to the destination of what it came to, and the event to the dead-letter queue when it failed. */
export function deliveriesOf(
  ended: Ended,
  rules: EventRules,
  deadLetterArn: string | null,
  random: Random,
): readonly NewWork[] {
  const succeeded = ended.condition === "Success";
  const destinationArn = succeeded ? rules.onSuccessArn : rules.onFailureArn;
  const deliveries: NewWork[] = [];
  if (destinationArn !== undefined)
    deliveries.push(delivery(ended, "destination", destinationArn, recordFor(destinationArn, ended), random));
  if (!succeeded && deadLetterArn !== null)
    deliveries.push(delivery(ended, "dead-letter", deadLetterArn, ended.event, random));
  return deliveries;
}

function delivery(
  ended: Ended,
  kind: DeliveryState["kind"],
  targetArn: string,
  payload: Uint8Array,
  random: Random,
): NewWork {
  const { owner, requestId, functionArn, condition, traceHeader, nowMs } = ended;
  const state: DeliveryState = {
    form: 1,
    kind,
    targetArn,
    ...owner.scope,
    functionName: owner.functionName,
    qualifier: owner.qualifier ?? null,
    functionArn,
    requestId,
    succeeded: condition === "Success",
    traceHeader,
    deliveryId: random.uuid(),
    recordedMs: nowMs,
    ...deadLetterReason(ended.answer),
    attempts: 0,
  };
  return { queue: DELIVERY_QUEUE, lane: targetArn, id: `${requestId}/${kind}`, visibleAtMs: nowMs, state, payload };
}

/** AWS Lambda API, OnFailure: records over the limit of SNS are sent without payloads. */
const SNS_BYTES_MAX = 262_144;

function recordFor(targetArn: string, ended: Ended): Buffer {
  const record = Buffer.from(invocationRecord(ended));
  const isTooLarge = targetArn.split(":")[2] === "sns" && record.length > SNS_BYTES_MAX;
  return isTooLarge ? Buffer.from(invocationRecord(ended, false)) : record;
}
