import type { Scope } from "../../../base/index.ts";
import type { ClaimedWork } from "../../../store/index.ts";
import type { WorkToPut } from "../../../work/index.ts";
import { scopePrefix } from "../directory/bus-record.ts";

/** One event on its way to one target. */
export interface Delivery {
  readonly scope: Scope;
  readonly bus: string;
  readonly rule: string;
  readonly target: string;
  readonly eventId: string;
  readonly eventJson: string;
  /** When the event was accepted, in epoch milliseconds. */
  readonly ingestedAtMs: number;
  readonly traceHeader?: string | undefined;
  /** How many buses have passed the event on. */
  readonly hops: number;
}

/** What changes from attempt to attempt. */
export interface DeliveryState {
  /** How often it was tried again. */
  readonly retries: number;
  /** Of the invocation, when the target is a function, so that one attempt made twice invokes once. */
  readonly requestId: string;
  /** What is to be told to the dead-letter queue, once that is all that is left to do. */
  readonly failure: Failure | null;
}

/** Why an event was not delivered, in the words of the attributes of its dead letter. */
export type Failure = {
  readonly code: string;
  readonly message: string;
  readonly exhausted: "MaximumRetryAttempts" | "MaximumEventAgeInSeconds" | null;
};

/** A line of JSON and then the event as it is, which is longer and is not to be escaped. */
export function deliveryWork(delivery: Delivery, requestId: string): WorkToPut {
  const { eventJson, ...head } = delivery;
  const lane = `${scopePrefix(head.scope)}${head.bus}/${head.rule}/${head.target}`;
  const payload = new TextEncoder().encode(`${JSON.stringify(head)}\n${eventJson}`);
  return { lane, id: `${head.eventId} ${lane}`, state: { retries: 0, requestId, failure: null }, payload };
}

/** Reads what `deliveryWork` wrote. Throws when it was written by another version of Hearth. */
export function readDelivery({ id, payload }: Pick<ClaimedWork, "id" | "payload">): Delivery {
  const text = new TextDecoder().decode(payload);
  const end = text.indexOf("\n");
  const head: unknown = JSON.parse(text.slice(0, end));
  if (!isDeliveryHead(head)) throw new Error(`the delivery ${id} was written by another version of Hearth`);
  return { ...head, eventJson: text.slice(end + 1) };
}

function isDeliveryHead(value: unknown): value is Omit<Delivery, "eventJson"> {
  return typeof value === "object" && value !== null && "scope" in value && "hops" in value;
}

/** Throws as `readDelivery` does. */
export function readDeliveryState({ id, state }: Pick<ClaimedWork, "id" | "state">): DeliveryState {
  if (isDeliveryState(state)) return state;
  throw new Error(`the delivery ${id} was written by another version of Hearth`);
}

function isDeliveryState(value: unknown): value is DeliveryState {
  return typeof value === "object" && value !== null && "retries" in value && "failure" in value;
}
