import type { ReceivedMessage } from "../../../store/index.ts";
import type { SqsModel } from "../../../wire/index.ts";
import type { Queue } from "../queues/queue.ts";
import { md5, md5OfAttributes } from "./digests.ts";
import { attributeValue, type KeptAttributes } from "./message-attributes.ts";
import { type MessageDetails, readDetails } from "./message-details.ts";
import { writeReceiptHandle } from "./receipt-handle.ts";

/** Which attributes a receiver asks for. */
export interface Wanted {
  readonly system: readonly string[];
  readonly user: readonly string[];
}

/** As long as the sequence numbers of the service. */
const SEQUENCE_DIGITS = 19;

/** Rises with every message of a queue; 20 digits, so that it may be compared as text. */
export function sequenceNumber(sequence: number): string {
  return `1${String(sequence).padStart(SEQUENCE_DIGITS, "0")}`;
}

/** A message as the service answers it. */
export function receivedOutput(queue: Queue, message: ReceivedMessage, wanted: Wanted): SqsModel.Message {
  const details = readDetails(message.details);
  const attributes = pick(systemAttributes(queue, message, details), (name) => isWantedSystem(wanted.system, name));
  const user = pick(details.attributes ?? {}, (name) => isWantedUser(wanted.user, name));
  return {
    MessageId: message.messageId,
    ReceiptHandle: writeReceiptHandle(queue.name, message, message.messageId),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(Object.keys(attributes).length === 0 ? {} : { Attributes: attributes }),
    ...userAttributes(user),
  };
}

function userAttributes(user: KeptAttributes): Pick<SqsModel.Message, "MessageAttributes" | "MD5OfMessageAttributes"> {
  const entries = Object.entries(user);
  if (entries.length === 0) return {};
  return {
    // Of those alone that are answered.
    MD5OfMessageAttributes: md5OfAttributes(user),
    MessageAttributes: Object.fromEntries(entries.map(([name, value]) => [name, attributeValue(value)])),
  };
}

function systemAttributes(
  queue: Queue,
  message: ReceivedMessage,
  details: MessageDetails,
): Readonly<Record<string, string>> {
  const groupId = message.groupId ?? details.groupId;
  return {
    SenderId: details.senderId,
    ApproximateFirstReceiveTimestamp: String(message.firstReceivedMs),
    ApproximateReceiveCount: String(message.receiveCount),
    SentTimestamp: String(message.sentMs),
    ...(queue.fifo ? { SequenceNumber: sequenceNumber(message.sequence) } : {}),
    ...(details.deduplicationId === undefined ? {} : { MessageDeduplicationId: details.deduplicationId }),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(details.traceHeader === undefined ? {} : { AWSTraceHeader: details.traceHeader }),
    ...(message.deadLetterSource === undefined ? {} : { DeadLetterQueueSourceArn: message.deadLetterSource }),
  };
}

function isWantedSystem(wanted: readonly string[], name: string): boolean {
  return wanted.includes("All") || wanted.includes(name);
}

/** `All`, `.*`, a name, or the beginning of names with `.*` (SQS API reference, ReceiveMessage). */
function isWantedUser(wanted: readonly string[], name: string): boolean {
  return wanted.some((one) => {
    if (one === "All" || one === ".*" || one === "*") return true;
    return one.endsWith(".*") ? name.startsWith(one.slice(0, -2)) : one === name;
  });
}

function pick<T>(all: Readonly<Record<string, T>>, wanted: (name: string) => boolean): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => wanted(name)));
}
