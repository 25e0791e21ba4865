import type { Random } from "../../../base/index.ts";
import type { SnsModel } from "../../../wire/index.ts";
import { snsError } from "../errors.ts";
import type { TopicRecord } from "../topics/topic-record.ts";
import { attributeBytes, messageAttributes, type MessageAttributes } from "./message-attributes.ts";
import { checkFifo, type FifoPlace } from "./fifo-place.ts";

/** A message to a topic, checked. */
export interface Message {
  readonly id: string;
  /** What every protocol gets that has no text of its own. */
  readonly text: string;
  /** Texts by protocol. */
  readonly texts: Readonly<Record<string, string>>;
  readonly subject: string | undefined;
  readonly attributes: MessageAttributes;
  readonly place: FifoPlace;
  /** Body and attributes together, in bytes. */
  readonly bytes: number;
}

export type MessageInput = Omit<SnsModel.PublishBatchRequestEntry, "Id">;

const SIZE_DEFAULT_BYTES = 262_144;
/** Text with no line breaks or control characters, at most 100 characters (SNS API reference, Publish). */
const SUBJECT = /^[^\p{Cc}]{1,100}$/u;

/** How large a message, or a batch of them, may be at this topic, in bytes. */
export function messageBytesMax(topic: TopicRecord): number {
  return Number(topic.attributes["MaximumMessageSize"] ?? SIZE_DEFAULT_BYTES);
}

/** Checks what a request wants to publish. Throws `AwsError`. */
export function readMessage(input: MessageInput, topic: TopicRecord, random: Random): Message {
  if (input.Subject !== undefined && !SUBJECT.test(input.Subject)) throw snsError("subject");
  if (input.Message === "") throw snsError("empty-message");
  const attributes = messageAttributes(input.MessageAttributes);
  const bytes = Buffer.byteLength(input.Message) + attributeBytes(attributes);
  if (bytes > messageBytesMax(topic)) throw snsError("message-too-long");
  const place = checkFifo(input, topic);
  const { text, texts } = textsOf(input);
  return { id: random.uuid(), text, texts, subject: input.Subject, attributes, place, bytes };
}

/** The text that a subscription of this protocol gets. */
export function textFor({ text, texts }: Message, protocol: string): string {
  return Object.hasOwn(texts, protocol) ? (texts[protocol] ?? text) : text;
}

function textsOf({ Message, MessageStructure }: MessageInput): Pick<Message, "text" | "texts"> {
  if (MessageStructure === undefined || MessageStructure === "") return { text: Message, texts: {} };
  if (MessageStructure !== "json") throw snsError("message-structure", { structure: MessageStructure });
  const texts = Object.fromEntries(
    Object.entries(parsed(Message)).filter((entry): entry is [string, string] => typeof entry[1] === "string"),
  );
  const text = texts["default"];
  if (text === undefined) throw snsError("no-default-message");
  return { text, texts };
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  } catch (error) {
    throw snsError("message-not-json", undefined, error);
  }
  throw snsError("message-not-json");
}
