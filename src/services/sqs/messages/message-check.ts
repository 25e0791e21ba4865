import { createHash } from "node:crypto";
import type { Random } from "../../../base/index.ts";
import type { NewMessage } from "../../../store/index.ts";
import type { SqsModel } from "../../../wire/index.ts";
import type { Queue } from "../queues/queue.ts";
import { invalidValue, sqsError } from "../sqs-error.ts";
import { md5, md5OfAttributes } from "./digests.ts";
import { attributeBytes, keptAttributes, type KeptAttributes, keptTraceHeader } from "./message-attributes.ts";
import { writeDetails } from "./message-details.ts";

/** What a sender gives for one message, alone or in a batch. */
export type GivenMessage = Omit<SqsModel.SendMessageRequest, "QueueUrl">;

/** A message that may be sent. */
export interface CheckedMessage {
  readonly message: NewMessage;
  /** Of body and attributes together. */
  readonly bytes: number;
  readonly digests: {
    readonly MD5OfMessageBody: string;
    readonly MD5OfMessageAttributes?: string;
    readonly MD5OfMessageSystemAttributes?: string;
  };
}

export interface Sending {
  readonly nowMs: number;
  readonly senderId: string;
  readonly random: Random;
}

/** The window in which a FIFO queue forgets duplicates (SQS developer guide). */
const DEDUPLICATION_MS = 300_000;
const DELAY_S_MAX = 900;
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;
const IDENTIFIER = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;
const WRONG_TYPE = "The request include parameter that is not valid for this queue type.";

/** Checks one message (SQS API reference, SendMessage). Throws what the service answers for a single one. */
export function checkedMessage(queue: Queue, given: GivenMessage, sending: Sending): CheckedMessage {
  const { nowMs, senderId, random } = sending;
  const body = given.MessageBody;
  if (body === undefined || body === "") throw sqsError("missing", { name: "MessageBody" });
  if (FORBIDDEN.test(body) || !body.isWellFormed()) throw sqsError("message-contents");
  const attributes = keptAttributes(given.MessageAttributes);
  const traceHeader = keptTraceHeader(given.MessageSystemAttributes);
  const bytes = Buffer.byteLength(body) + attributeBytes(attributes);
  const delayMs = delayOf(queue, given.DelaySeconds);
  const identifiers = queue.fifo ? fifoIdentifiers(queue, given, nowMs) : standardIdentifiers(given);
  const hasAttributes = Object.keys(attributes).length > 0;
  const details = writeDetails({
    senderId,
    ...(hasAttributes ? { attributes } : {}),
    ...(traceHeader === undefined ? {} : { traceHeader }),
    ...identifiers.details,
  });
  return {
    message: { messageId: random.uuid(), body, details, visibleAtMs: nowMs + delayMs, ...identifiers.message },
    bytes,
    digests: {
      MD5OfMessageBody: md5(body),
      ...(hasAttributes ? { MD5OfMessageAttributes: md5OfAttributes(attributes) } : {}),
      ...(traceHeader === undefined ? {} : { MD5OfMessageSystemAttributes: md5OfAttributes(system(traceHeader)) }),
    },
  };
}

/** Throws `InvalidParameterValue` for a message that is larger than its queue takes. */
export function checkSize({ messageBytesMax }: Queue, { bytes }: CheckedMessage): void {
  if (bytes > messageBytesMax)
    throw sqsError("parameters", { reason: `Message must be shorter than ${messageBytesMax} bytes.` });
}

function system(traceHeader: string): KeptAttributes {
  return { AWSTraceHeader: ["String", "s", traceHeader] };
}

function delayOf({ fifo, delayMs }: Queue, seconds: number | undefined): number {
  if (seconds === undefined) return delayMs;
  if (seconds < 0 || seconds > DELAY_S_MAX)
    throw invalidValue("DelaySeconds", seconds, `DelaySeconds must be >= 0 and <= ${DELAY_S_MAX}.`);
  // A FIFO queue has one delay for all its messages, or they would overtake each other.
  if (fifo && seconds !== 0) throw invalidValue("DelaySeconds", seconds, WRONG_TYPE);
  return fifo ? delayMs : seconds * 1_000;
}

interface Identifiers {
  readonly message: Pick<NewMessage, "groupId" | "deduplication">;
  readonly details: { readonly groupId?: string; readonly deduplicationId?: string };
}

/** On a standard queue the group makes for fairness, and orders nothing. */
function standardIdentifiers({ MessageGroupId, MessageDeduplicationId }: GivenMessage): Identifiers {
  if (MessageDeduplicationId !== undefined)
    throw invalidValue("MessageDeduplicationId", MessageDeduplicationId, WRONG_TYPE);
  if (MessageGroupId !== undefined) checkIdentifier("MessageGroupId", MessageGroupId);
  return { message: {}, details: MessageGroupId === undefined ? {} : { groupId: MessageGroupId } };
}

function fifoIdentifiers(queue: Queue, given: GivenMessage, nowMs: number): Identifiers {
  const { MessageGroupId: groupId, MessageDeduplicationId, MessageBody } = given;
  if (groupId === undefined || groupId === "") throw sqsError("missing", { name: "MessageGroupId" });
  checkIdentifier("MessageGroupId", groupId);
  if (MessageDeduplicationId !== undefined) checkIdentifier("MessageDeduplicationId", MessageDeduplicationId);
  if (MessageDeduplicationId === undefined && !queue.contentBasedDeduplication) throw sqsError("no-deduplication");
  const deduplicationId = MessageDeduplicationId ?? createHash("sha256").update(MessageBody).digest("hex");
  const key = queue.deduplicationByGroup ? JSON.stringify([groupId, deduplicationId]) : deduplicationId;
  return {
    message: { groupId, deduplication: { key, untilMs: nowMs + DEDUPLICATION_MS } },
    details: { deduplicationId },
  };
}

function checkIdentifier(name: string, value: string): void {
  if (!IDENTIFIER.test(value))
    throw invalidValue(
      name,
      value,
      `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
    );
}
