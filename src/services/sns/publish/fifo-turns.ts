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
  readonly traceHeader: string | undefined;
}

interface Accepted {
  readonly messageId: string;
  readonly sequenceNumber: string;
}

/** Messages of one request, and who waits for the answer. */
interface Request {
  readonly topic: TopicRecord;
  readonly messages: readonly Message[];
  readonly traceHeader: string | undefined;
  readonly answer: PromiseWithResolvers<readonly Accepted[]>;
}

/** Puts numbered messages of a topic where they are delivered from. */
type Put = (name: TopicName, turns: readonly FifoTurn[]) => Promise<void>;

/** So many requests are accepted together: they wait for the disk once. */
const GROUP_MAX = 64;

/**
 * Gives the messages of FIFO topics their numbers, in the order in which they come, and leaves out those that were
 * published within the last five minutes already. What comes while the disk is waited for is accepted together.
 */
export class FifoTurns {
  readonly #numbers: SequenceNumbers;
  readonly #log: DeduplicationLog;
  readonly #put: Put;
  readonly #turns = new Turns();
  readonly #waiting = new Map<string, Request[]>();

  constructor(records: RecordStore, clock: Clock, put: Put) {
    this.#numbers = new SequenceNumbers(records);
    this.#log = new DeduplicationLog(records, clock);
    this.#put = put;
  }

  /** Accepts messages, durably, and answers for all in order; for those that were there already as it did then. */
  async take(
    name: TopicName,
    topic: TopicRecord,
    messages: readonly Message[],
    traceHeader: string | undefined,
  ): Promise<readonly Accepted[]> {
    const key = keyOf(name);
    const answer = Promise.withResolvers<readonly Accepted[]>();
    const waiting = this.#waiting.get(key) ?? [];
    this.#waiting.set(key, waiting);
    waiting.push({ topic, messages, traceHeader, answer });
    // The first of a group has it accepted when its turn comes; the others find it done.
    if (waiting.length % GROUP_MAX === 1) await this.#turns.take(key, () => this.#acceptGroup(name, key));
    return answer.promise;
  }

  forget(name: TopicName): Promise<void> {
    const key = keyOf(name);
    return this.#turns.take(key, () => this.#log.forget(key));
  }

  async #acceptGroup(name: TopicName, key: string): Promise<void> {
    const waiting = this.#waiting.get(key) ?? [];
    const group = waiting.splice(0, GROUP_MAX);
    if (waiting.length === 0) this.#waiting.delete(key);
    try {
      const answers = await this.#accept(name, key, group);
      for (const [index, { answer }] of group.entries()) answer.resolve(answers[index] ?? []);
    } catch (error) {
      for (const { answer } of group) answer.reject(error);
    }
  }

  async #accept(name: TopicName, key: string, group: readonly Request[]): Promise<readonly (readonly Accepted[])[]> {
    const turns: FifoTurn[] = [];
    const fresh = new Map<string, Accepted>();
    const place = async (message: Message, { topic, traceHeader }: Request): Promise<Accepted> => {
      const identity = identityOf(message, topic);
      const former = fresh.get(identity) ?? (await this.#log.find(key, identity));
      if (former !== undefined) return former;
      const number = await this.#numbers.next(key);
      const sequenceNumber = sequenceText(number);
      turns.push({ message, number, sequenceNumber, traceHeader });
      const accepted = { messageId: message.id, sequenceNumber };
      fresh.set(identity, accepted);
      return accepted;
    };
    const answers: Accepted[][] = [];
    for (const request of group) {
      const accepted: Accepted[] = [];
      for (const message of request.messages) accepted.push(await place(message, request));
      answers.push(accepted);
    }
    if (turns.length === 0) return answers;
    // First the messages, then the note that they were there: a crash between may repeat them, but never loses them.
    await this.#put(name, turns);
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
