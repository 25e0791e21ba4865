import type { Json } from "../../../store/index.ts";

export const TOPIC_KIND = "sns-topic";

/** A topic, by `topicKey`. */
export type TopicRecord = {
  readonly form: 1;
  readonly name: string;
  /** As they were set; what was never set is not there. */
  readonly attributes: { readonly [name: string]: string };
  readonly tags: { readonly [key: string]: string };
  /** Null when there is none. */
  readonly dataProtectionPolicy: string | null;
  readonly subscriptionsDeleted: number;
};

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readTopicRecord(key: string, value: Json): TopicRecord {
  if (isTopicRecord(value)) return value;
  throw new Error(`the record of topic ${key} was written by another version of Hearth; start that version instead`);
}

function isTopicRecord(value: unknown): value is TopicRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "attributes" in value;
}

export function isFifo(topic: TopicRecord): boolean {
  return topic.attributes["FifoTopic"] === "true";
}
