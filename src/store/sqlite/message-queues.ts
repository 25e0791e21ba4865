import type { MessageQueueSettings } from "../ports/messages.ts";
import { MessageQueueMissing } from "../ports/messages.ts";
import { numberOf } from "../columns.ts";
import type { Connection } from "./connection.ts";
import { MessageTally } from "./message-tally.ts";
import {
  forgetMessageQueue,
  growMessageQueue,
  insertMessageQueue,
  invisibleMessages,
  messageQueue,
  messageRetention,
  messageTotal,
  setMessageRetention,
} from "./statements.ts";

/** A queue as the writer thread knows it. */
export interface QueueEntry {
  readonly id: number;
  readonly ordered: boolean;
}

/** So old that every message is. */
const FORGOTTEN_RETENTION_MS = -1e15;

/** The queues, and what is remembered of them between operations; all of it can be read again from the database. */
export class MessageQueues {
  readonly #connection: Connection;
  readonly #entries = new Map<string, QueueEntry>();
  readonly #tallies = new Map<number, MessageTally>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** The transaction was rolled back. */
  undone(): void {
    this.#entries.clear();
    this.#tallies.clear();
  }

  /** Throws `MessageQueueMissing`. */
  entry(name: string): QueueEntry {
    const entry = this.find(name);
    if (entry === undefined) throw new MessageQueueMissing(name);
    return entry;
  }

  find(name: string): QueueEntry | undefined {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const row = this.#connection.get(messageQueue, { name });
    if (row === undefined) return undefined;
    const entry = { id: numberOf(row, "id"), ordered: numberOf(row, "ordered") === 1 };
    this.#entries.set(name, entry);
    return entry;
  }

  create(name: string, { ordered, retentionMs }: MessageQueueSettings): void {
    this.forget(name);
    this.#connection.run(insertMessageQueue, { name, ordered: ordered ? 1 : 0, retentionMs });
  }

  /** Its messages are removed later, in bounded steps. */
  forget(name: string): void {
    const entry = this.find(name);
    if (entry === undefined) return;
    this.#connection.run(forgetMessageQueue, { id: entry.id, retentionMs: FORGOTTEN_RETENTION_MS });
    this.#entries.delete(name);
    this.#tallies.delete(entry.id);
  }

  /** Puts an empty queue in the place of this one. */
  purge(name: string): void {
    const { id, ordered } = this.entry(name);
    const retentionMs = this.retentionMs(id);
    this.create(name, { ordered, retentionMs });
  }

  retentionMs(id: number): number {
    const row = this.#connection.get(messageRetention, { id });
    return row === undefined ? FORGOTTEN_RETENTION_MS : numberOf(row, "retention_ms");
  }

  setRetention(name: string, retentionMs: number): void {
    this.#connection.run(setMessageRetention, { id: this.entry(name).id, retentionMs });
  }

  grow(id: number, by: number): void {
    this.#connection.run(growMessageQueue, { id, by });
  }

  total(id: number): number {
    const row = this.#connection.get(messageTotal, { id });
    return row === undefined ? 0 : numberOf(row, "total");
  }

  /** What is invisible in the queue; looked up once, and kept up to date from then on. */
  tally(id: number, nowMs: number): MessageTally {
    const known = this.#tallies.get(id);
    if (known !== undefined) return known;
    const tally = new MessageTally();
    for (const row of this.#connection.each(invisibleMessages, { queueId: id, nowMs }))
      tally.add(numberOf(row, "visible_at_ms"), numberOf(row, "in_flight") === 1, numberOf(row, "count"));
    this.#tallies.set(id, tally);
    return tally;
  }

  /** The same, of a queue that was looked at before; others are counted when they are looked at. */
  knownTally(id: number): MessageTally | undefined {
    return this.#tallies.get(id);
  }
}
