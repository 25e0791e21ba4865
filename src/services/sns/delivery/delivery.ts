import type { MessageAttributes } from "../publish/message-attributes.ts";
import type { SubscriptionRecord } from "../subscriptions/subscription-record.ts";

export type DeliveryKind = "Notification" | "SubscriptionConfirmation" | "UnsubscribeConfirmation";

/** One message for one subscription, as it waits in the store. */
export interface Delivery {
  readonly kind: DeliveryKind;
  readonly subscriptionArn: string;
  readonly messageId: string;
  /** The text for the subscription's protocol. */
  readonly text: string;
  readonly subject?: string;
  readonly timestamp: string;
  readonly attributes: MessageAttributes;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly sequenceNumber?: string;
  /** Of the invocation of a function: one for all attempts, so that it is invoked once. */
  readonly requestId: string;
  readonly traceHeader?: string;
  /** Of confirmations. */
  readonly token?: string;
  /** The subscription that was, when the message tells of its end. */
  readonly ended?: SubscriptionRecord;
}

/** For the store. Binary attributes are written in base64. */
export function encodeDelivery(delivery: Delivery): Uint8Array {
  const attributes = Object.entries(delivery.attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
    name,
    dataType,
    stringValue ?? null,
    binaryValue === undefined ? null : Buffer.from(binaryValue).toString("base64"),
  ]);
  return Buffer.from(JSON.stringify({ form: 1, ...delivery, attributes }));
}

/** Reads what was written. Throws when another Hearth wrote it in a form that this one does not know. */
export function decodeDelivery(payload: Uint8Array): Delivery {
  const value: unknown = JSON.parse(Buffer.from(payload).toString());
  if (!isStored(value))
    throw new Error("this delivery was written by another version of Hearth; start that version instead");
  const { form: _form, attributes, ...rest } = value;
  return {
    ...rest,
    attributes: Object.fromEntries(
      attributes.map(([name, dataType, stringValue, binary]) => [
        name,
        {
          dataType,
          ...(stringValue === null ? {} : { stringValue }),
          ...(binary === null ? {} : { binaryValue: Buffer.from(binary, "base64") }),
        },
      ]),
    ),
  };
}

type StoredAttribute = readonly [name: string, dataType: string, stringValue: string | null, binary: string | null];
type Stored = Omit<Delivery, "attributes"> & { readonly form: 1; readonly attributes: readonly StoredAttribute[] };

function isStored(value: unknown): value is Stored {
  return (
    typeof value === "object" && value !== null && "form" in value && value.form === 1 && "subscriptionArn" in value
  );
}
