import type { MessageQueueSettings } from "./ports/messages.ts";
import { MessageQueueMissing } from "./ports/messages.ts";
import { numberOf } from "./columns.ts";
import { MessageTally } from "./message-tally.ts";
import { isTrue } from "./columns.ts";
import type { MessageStatements } from "./message-statements.ts";
import { allRows, execute, firstRow, type Steps } from "./steps.ts";

/** A queue as the writer thread knows it. */
export interface QueueEntry {
  readonly id: number;
  readonly ordered: boolean;
}

/** So old that every message is. */
const FORGOTTEN_RETENTION_MS = -1e15;

/** The queues, and what is remembered of them between operations; all of it can be read again from the database. */
export class MessageQueues {
  readonly #statements: MessageStatements;
  readonly #entries = new Map<string, QueueEntry>();
  readonly #tallies = new Map<number, MessageTally>();

  constructor(statements: MessageStatements) {
    this.#statements = statements;
  }

  /** The transaction was rolled back. */
  undone(): void {
    this.#entries.clear();
    this.#tallies.clear();
  }

  /** Throws `MessageQueueMissing`. */
  *entry(name: string): Steps<QueueEntry> {
    const entry = yield* this.find(name);
    if (entry === undefined) throw new MessageQueueMissing(name);
    return entry;
  }

  *find(name: string): Steps<QueueEntry | undefined> {
    const known = this.#entries.get(name);
    if (known !== undefined) return known;
    const row = yield* firstRow(this.#statements.messageQueue, { name });
    if (row === undefined) return undefined;
    const entry = { id: numberOf(row, "id"), ordered: numberOf(row, "ordered") === 1 };
    this.#entries.set(name, entry);
    return entry;
  }

  *create(name: string, { ordered, retentionMs }: MessageQueueSettings): Steps<void> {
    yield* this.forget(name);
    yield* execute(this.#statements.insertMessageQueue, { name, ordered: ordered ? 1 : 0, retentionMs });
  }

  /** Its messages are removed later, in bounded steps. */
  *forget(name: string): Steps<void> {
    const entry = yield* this.find(name);
    if (entry === undefined) return;
    yield* execute(this.#statements.forgetMessageQueue, { id: entry.id, retentionMs: FORGOTTEN_RETENTION_MS });
    this.#entries.delete(name);
    this.#tallies.delete(entry.id);
  }

  /** Puts an empty queue in the place of this one. */
  *purge(name: string): Steps<void> {
    const { id, ordered } = yield* this.entry(name);
    const retentionMs = yield* this.retentionMs(id);
    yield* this.create(name, { ordered, retentionMs });
  }

  *retentionMs(id: number): Steps<number> {
    const row = yield* firstRow(this.#statements.messageRetention, { id });
    return row === undefined ? FORGOTTEN_RETENTION_MS : numberOf(row, "retention_ms");
  }

  *setRetention(name: string, retentionMs: number): Steps<void> {
    yield* execute(this.#statements.setMessageRetention, { id: (yield* this.entry(name)).id, retentionMs });
  }

  *grow(id: number, by: number): Steps<void> {
    yield* execute(this.#statements.growMessageQueue, { id, by });
  }

  *total(id: number): Steps<number> {
    const row = yield* firstRow(this.#statements.messageTotal, { id });
    return row === undefined ? 0 : numberOf(row, "total");
  }

  /** What is invisible in the queue; looked up once, and kept up to date from then on. */
  *tally(id: number, nowMs: number): Steps<MessageTally> {
    const known = this.#tallies.get(id);
    if (known !== undefined) return known;
    const tally = new MessageTally();
    for (const row of yield* allRows(this.#statements.invisibleMessages, { queueId: id, nowMs }))
      tally.add(numberOf(row, "visible_at_ms"), isTrue(row, "in_flight"), numberOf(row, "count"));
    this.#tallies.set(id, tally);
    return tally;
  }

  /** The same, of a queue that was looked at before; others are counted when they are looked at. */
  knownTally(id: number): MessageTally | undefined {
    return this.#tallies.get(id);
  }
}
