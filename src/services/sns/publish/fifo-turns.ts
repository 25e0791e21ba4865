import type { Clock } from "../../../base/index.ts";
import type { RecordStore } from "../../../store/index.ts";
import type { TopicName } from "../arn.ts";
import type { TopicRecord } from "../topics/topic-record.ts";
import { Turns } from "../turns.ts";
import { DeduplicationLog } from "./deduplication-log.ts";
import type { Message } from "./message.ts";
import { SequenceNumbers, sequenceText } from "./sequence-numbers.ts";

/** A message of a FIFO topic with its place. */
export interface FifoTurn {
  readonly message: Message;
  readonly number: number;
  readonly sequenceNumber: string;
}

interface Accepted {
  readonly messageId: string;
  readonly sequenceNumber: string;
}

/**
 * Gives the messages of FIFO topics their numbers, one request of a topic after the other, and leaves out those that were
 * published within the last five minutes already.
 */
export class FifoTurns {
  readonly #numbers: SequenceNumbers;
  readonly #log: DeduplicationLog;
  readonly #turns = new Turns();

  constructor(records: RecordStore, clock: Clock) {
    this.#numbers = new SequenceNumbers(records);
    this.#log = new DeduplicationLog(records, clock);
  }

  /** Numbers the messages that are new, has them put, and answers for all, in order. */
  take(
    name: TopicName,
    topic: TopicRecord,
    messages: readonly Message[],
    put: (turns: readonly FifoTurn[]) => Promise<void>,
  ): Promise<readonly Accepted[]> {
    const key = keyOf(name);
    return this.#turns.take(key, () => this.#accept(key, topic, messages, put));
  }

  forget(name: TopicName): Promise<void> {
    const key = keyOf(name);
    return this.#turns.take(key, () => this.#log.forget(key));
  }

  async #accept(
    key: string,
    topic: TopicRecord,
    messages: readonly Message[],
    put: (turns: readonly FifoTurn[]) => Promise<void>,
  ): Promise<readonly Accepted[]> {
    const answers: Accepted[] = [];
    const turns: FifoTurn[] = [];
    const fresh = new Map<string, Accepted>();
    for (const message of messages) {
      const identity = identityOf(message, topic);
      const former = fresh.get(identity) ?? (await this.#log.find(key, identity));
      if (former !== undefined) {
        answers.push(former);
        continue;
      }
      const number = await this.#numbers.next(key);
      const accepted = { messageId: message.id, sequenceNumber: sequenceText(number) };
      turns.push({ message, number, sequenceNumber: accepted.sequenceNumber });
      fresh.set(identity, accepted);
      answers.push(accepted);
    }
    if (turns.length === 0) return answers;
    // First the message, then the note that it was there: a crash between may repeat it, but never loses it.
    await put(turns);
    await this.#log.note(key, fresh);
    return answers;
  }
}

function keyOf({ scope, name }: TopicName): string {
  return `${scope.accountId}/${scope.region}/${name}`;
}

/** What makes two messages the same; within a group where the topic says so. */
function identityOf({ place }: Message, topic: TopicRecord): string {
  const { groupId = "", deduplicationId = "" } = place;
  return topic.attributes["FifoThroughputScope"] === "MessageGroup"
    ? JSON.stringify([groupId, deduplicationId])
    : JSON.stringify([deduplicationId]);
}
