import type { SubscriptionRecord } from "../subscriptions/subscription-record.ts";
import type { SignatureVersion, Signer } from "../signing/signer.ts";
import type { MessageAttributes } from "../publish/message-attributes.ts";
import type { Delivery } from "./delivery.ts";

/** Path below which certificates are served. */
export const CERTIFICATE_PATH = "/_hearth/sns/";

/** What a message says of itself beside its text; made once for an attempt. */
interface Sealed {
  readonly signatureVersion: SignatureVersion;
  readonly signature: string;
  readonly certificateUrl: string;
}

/**
 * The JSON document that queues and HTTP endpoints get (Amazon SNS developer guide, "Parsing message formats"), in the
 * order and with the blanks that AWS writes. Messages of FIFO topics carry a sequence number instead of a signature.
 */
export async function envelope(
  delivery: Delivery,
  subscription: SubscriptionRecord,
  version: SignatureVersion,
  signer: Signer,
): Promise<string> {
  const { kind, messageId, token, text, subject, timestamp, sequenceNumber, attributes } = delivery;
  const confirms = kind !== "Notification";
  const sealed = sequenceNumber === undefined ? await seal(delivery, subscription, version, signer) : undefined;
  const members: (readonly [string, string | undefined])[] = [
    ["Type", kind],
    ["MessageId", messageId],
    ["SequenceNumber", sequenceNumber],
    ["Token", token],
    ["TopicArn", subscription.topicArn],
    ["Subject", subject],
    ["Message", text],
    ["SubscribeURL", confirms ? subscribeUrl(subscription, token ?? "") : undefined],
    ["Timestamp", timestamp],
    ["SignatureVersion", sealed?.signatureVersion],
    ["Signature", sealed?.signature],
    ["SigningCertURL", sealed?.certificateUrl],
    ["UnsubscribeURL", confirms ? undefined : unsubscribeUrl(subscription)],
  ];
  const lines = members.flatMap(([name, value]) =>
    value === undefined ? [] : [`  "${name}" : ${JSON.stringify(value)}`],
  );
  if (Object.keys(attributes).length > 0) lines.push(attributeLines(attributes));
  return `{\n${lines.join(",\n")}\n}`;
}

/** The event that a function gets (AWS Lambda developer guide, "Using Lambda with Amazon SNS"). */
export async function functionEvent(
  delivery: Delivery,
  subscription: SubscriptionRecord,
  version: SignatureVersion,
  signer: Signer,
): Promise<string> {
  const { kind, messageId, text, subject, timestamp, attributes } = delivery;
  const { signatureVersion, signature, certificateUrl } = await seal(delivery, subscription, version, signer);
  const notification = {
    Type: kind,
    MessageId: messageId,
    TopicArn: subscription.topicArn,
    Subject: subject ?? null,
    Message: text,
    Timestamp: timestamp,
    SignatureVersion: signatureVersion,
    Signature: signature,
    SigningCertUrl: certificateUrl,
    UnsubscribeUrl: unsubscribeUrl(subscription),
    MessageAttributes: shownAttributes(attributes),
  };
  const record = {
    EventSource: "aws:sns",
    EventVersion: "1.0",
    EventSubscriptionArn: subscription.arn,
    Sns: notification,
  };
  return JSON.stringify({ Records: [record] });
}

/** The text that is signed: names and values by line, in the order of the names. */
export function signedText(delivery: Delivery, { topicArn }: SubscriptionRecord, subscribe: string): string {
  const { kind, messageId, text, subject, timestamp, token = "" } = delivery;
  const members: (readonly [string, string | undefined])[] = [
    ["Message", text],
    ["MessageId", messageId],
    ...(kind === "Notification" ? ([["Subject", subject]] as const) : ([["SubscribeURL", subscribe]] as const)),
    ["Timestamp", timestamp],
    ...(kind === "Notification" ? [] : ([["Token", token]] as const)),
    ["TopicArn", topicArn],
    ["Type", kind],
  ];
  return members.map(([name, value]) => (value === undefined ? "" : `${name}\n${value}\n`)).join("");
}

async function seal(
  delivery: Delivery,
  subscription: SubscriptionRecord,
  version: SignatureVersion,
  signer: Signer,
): Promise<Sealed> {
  const text = signedText(delivery, subscription, subscribeUrl(subscription, delivery.token ?? ""));
  return {
    signatureVersion: version,
    signature: await signer.sign(text, version),
    certificateUrl: `${subscription.origin}${CERTIFICATE_PATH}${await signer.certificateName()}`,
  };
}

function subscribeUrl({ origin, topicArn }: SubscriptionRecord, token: string): string {
  return `${origin}/?Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`;
}

function unsubscribeUrl({ origin, arn }: SubscriptionRecord): string {
  return `${origin}/?Action=Unsubscribe&SubscriptionArn=${arn}`;
}

function attributeLines(attributes: MessageAttributes): string {
  const lines = Object.entries(shownAttributes(attributes)).map(
    ([name, value]) => `    ${JSON.stringify(name)} : ${JSON.stringify(value)}`,
  );
  return `  "MessageAttributes" : {\n${lines.join(",\n")}\n  }`;
}

function shownAttributes(attributes: MessageAttributes): Readonly<Record<string, { Type: string; Value: string }>> {
  return Object.fromEntries(
    Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
      name,
      { Type: dataType, Value: stringValue ?? Buffer.from(binaryValue ?? []).toString("base64") },
    ]),
  );
}
