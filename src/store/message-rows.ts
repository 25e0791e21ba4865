import type { ReceivedMessage } from "./ports/messages.ts";
import { numberOf, optionalNumberOf, textOf } from "./columns.ts";
import type { MessageQueues, QueueEntry } from "./message-queues.ts";
import type { MessageStatements } from "./message-statements.ts";
import { allRows, execute, firstRow, type Steps } from "./steps.ts";

/** A row of any adapter. */
type Row = Readonly<Record<string, unknown>>;

/** A row of `message`. */
export interface MessageRow {
  readonly sequence: number;
  readonly groupId: string | undefined;
  readonly visibleAtMs: number;
  readonly sentMs: number;
  readonly epoch: number;
  readonly receivesBefore: number;
  readonly firstReceivedMs: number | undefined;
  readonly receivedMs: number | undefined;
}

/** What a message becomes in another queue. */
export interface Relocation {
  readonly queue: QueueEntry;
  readonly nowMs: number;
  readonly sentMs: number;
  readonly receivesBefore: number;
  /** Undefined keeps the one it has. */
  readonly messageId: string | undefined;
  readonly deadLetterSource: string | undefined;
}

/** No more than this of a group is ever in flight: what one call receives. */
const IN_FLIGHT_OF_GROUP_MAX = 10;

export function messageRow(row: Row): MessageRow {
  return {
    sequence: numberOf(row, "sequence"),
    groupId: row["group_id"] === null ? undefined : textOf(row, "group_id"),
    visibleAtMs: numberOf(row, "visible_at_ms"),
    sentMs: numberOf(row, "sent_ms"),
    epoch: numberOf(row, "epoch"),
    receivesBefore: numberOf(row, "receives_before"),
    firstReceivedMs: optionalNumberOf(row, "first_received_ms"),
    receivedMs: optionalNumberOf(row, "received_ms"),
  };
}

/** Changes single messages, and what depends on them: content, counts, and the availability of their group. */
export class MessageRows {
  readonly #statements: MessageStatements;
  readonly #queues: MessageQueues;

  constructor(statements: MessageStatements, queues: MessageQueues) {
    this.#statements = statements;
    this.#queues = queues;
  }

  /** Adds a message without content; the caller counts it among the total. Returns its sequence. */
  *insert(
    queue: QueueEntry,
    nowMs: number,
    values: {
      readonly groupId: string | undefined;
      readonly visibleAtMs: number;
      readonly sentMs: number;
      readonly receivesBefore: number;
      readonly firstReceivedMs: number | undefined;
    },
  ): Steps<number> {
    const { groupId, visibleAtMs, firstReceivedMs } = values;
    const inserted = yield* firstRow(this.#statements.insertMessage, {
      ...values,
      queueId: queue.id,
      groupId: groupId ?? null,
      firstReceivedMs: firstReceivedMs ?? null,
    });
    if (inserted === undefined) throw new Error("the database gave a message no sequence");
    if (groupId !== undefined)
      yield* execute(this.#statements.openMessageGroup, { queueId: queue.id, groupId, availableAtMs: visibleAtMs });
    if (visibleAtMs > nowMs) this.#queues.knownTally(queue.id)?.add(visibleAtMs, false);
    return numberOf(inserted, "sequence");
  }

  /** The caller counts the total, and refreshes the group. */
  *remove(queueId: number, { sequence, visibleAtMs, epoch }: MessageRow, nowMs: number): Steps<void> {
    yield* execute(this.#statements.deleteMessage, { sequence });
    yield* execute(this.#statements.deleteMessageContent, { sequence });
    if (visibleAtMs > nowMs) this.#queues.knownTally(queueId)?.remove(visibleAtMs, epoch > 0);
  }

  /** Puts a message into another queue, at its end. */
  *relocate(from: QueueEntry, row: MessageRow, to: Relocation): Steps<void> {
    const { nowMs, sentMs, receivesBefore } = to;
    const copySequence = yield* this.insert(to.queue, nowMs, {
      groupId: row.groupId,
      visibleAtMs: nowMs,
      sentMs,
      receivesBefore,
      firstReceivedMs: receivesBefore > 0 ? row.firstReceivedMs : undefined,
    });
    yield* execute(this.#statements.copyMessageContent, {
      copySequence,
      sequence: row.sequence,
      messageId: to.messageId ?? null,
      deadLetterSource: to.deadLetterSource ?? null,
    });
    yield* this.remove(from.id, row, nowMs);
    yield* this.#queues.grow(from.id, -1);
    yield* this.#queues.grow(to.queue.id, 1);
  }

  /** Marks a message as received. */
  *claim(queueId: number, row: MessageRow, nowMs: number, visibleAtMs: number): Steps<ReceivedMessage> {
    yield* execute(this.#statements.claimMessage, { sequence: row.sequence, nowMs, visibleAtMs });
    if (visibleAtMs > nowMs) (yield* this.#queues.tally(queueId, nowMs)).add(visibleAtMs, true);
    return yield* this.received({ ...row, epoch: row.epoch + 1, firstReceivedMs: row.firstReceivedMs ?? nowMs });
  }

  *setVisibility(queueId: number, row: MessageRow, nowMs: number, visibleAtMs: number): Steps<void> {
    yield* execute(this.#statements.setMessageVisibility, { sequence: row.sequence, visibleAtMs });
    const tally = yield* this.#queues.tally(queueId, nowMs);
    if (row.visibleAtMs > nowMs) tally.remove(row.visibleAtMs, true);
    if (visibleAtMs > nowMs) tally.add(visibleAtMs, true);
  }

  *received(row: MessageRow): Steps<ReceivedMessage> {
    const content = yield* firstRow(this.#statements.messageContent, { sequence: row.sequence });
    if (content === undefined) throw new Error(`message ${row.sequence} has no content; the data folder is damaged`);
    return {
      sequence: row.sequence,
      epoch: row.epoch,
      messageId: textOf(content, "message_id"),
      body: textOf(content, "body"),
      details: textOf(content, "details"),
      groupId: row.groupId,
      sentMs: row.sentMs,
      firstReceivedMs: row.firstReceivedMs ?? row.sentMs,
      receiveCount: row.epoch + row.receivesBefore,
      deadLetterSource: content["dead_letter_source"] === null ? undefined : textOf(content, "dead_letter_source"),
    };
  }

  /** The first messages of a group, in order. */
  *firstOfGroup(queueId: number, groupId: string, limit: number): Steps<readonly MessageRow[]> {
    return (yield* allRows(this.#statements.firstOfMessageGroup, { queueId, groupId, limit })).map(messageRow);
  }

  /**
   * Works out anew when a group may be received from. One that was just freed goes to the back of the line, so that
   * groups take turns.
   */
  *refreshGroup(queueId: number, groupId: string, nowMs: number): Steps<void> {
    const rows = yield* this.firstOfGroup(queueId, groupId, IN_FLIGHT_OF_GROUP_MAX);
    const [head] = rows;
    if (head === undefined) {
      yield* execute(this.#statements.closeMessageGroup, { queueId, groupId });
      return;
    }
    const inFlightMs = rows.filter(({ epoch }) => epoch > 0).map(({ visibleAtMs }) => visibleAtMs);
    const availableAtMs = Math.max(nowMs, head.visibleAtMs, ...inFlightMs);
    yield* execute(this.#statements.setMessageGroup, { queueId, groupId, availableAtMs });
  }
}
