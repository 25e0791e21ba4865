import type { ReceivedMessage } from "../ports/messages.ts";
import { numberOf, optionalNumberOf, textOf } from "../columns.ts";
import type { Connection, Row } from "./connection.ts";
import type { MessageQueues, QueueEntry } from "./message-queues.ts";
import {
  claimMessage,
  closeMessageGroup,
  copyMessageContent,
  deleteMessage,
  deleteMessageContent,
  firstOfMessageGroup,
  insertMessage,
  messageContent,
  openMessageGroup,
  setMessageGroup,
  setMessageVisibility,
} from "./statements.ts";

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
  readonly #connection: Connection;
  readonly #queues: MessageQueues;

  constructor(connection: Connection, queues: MessageQueues) {
    this.#connection = connection;
    this.#queues = queues;
  }

  /** Adds a message without content; the caller counts it among the total. Returns its sequence. */
  insert(
    queue: QueueEntry,
    nowMs: number,
    values: {
      readonly groupId: string | undefined;
      readonly visibleAtMs: number;
      readonly sentMs: number;
      readonly receivesBefore: number;
      readonly firstReceivedMs: number | undefined;
    },
  ): number {
    const { groupId, visibleAtMs, firstReceivedMs } = values;
    const inserted = this.#connection.get(insertMessage, {
      ...values,
      queueId: queue.id,
      groupId: groupId ?? null,
      firstReceivedMs: firstReceivedMs ?? null,
    });
    if (inserted === undefined) throw new Error("the database gave a message no sequence");
    if (groupId !== undefined)
      this.#connection.run(openMessageGroup, { queueId: queue.id, groupId, availableAtMs: visibleAtMs });
    if (visibleAtMs > nowMs) this.#queues.knownTally(queue.id)?.add(visibleAtMs, false);
    return numberOf(inserted, "sequence");
  }

  /** The caller counts the total, and refreshes the group. */
  remove(queueId: number, { sequence, visibleAtMs, epoch }: MessageRow, nowMs: number): void {
    this.#connection.run(deleteMessage, { sequence });
    this.#connection.run(deleteMessageContent, { sequence });
    if (visibleAtMs > nowMs) this.#queues.knownTally(queueId)?.remove(visibleAtMs, epoch > 0);
  }

  /** Puts a message into another queue, at its end. */
  relocate(from: QueueEntry, row: MessageRow, to: Relocation): void {
    const { nowMs, sentMs, receivesBefore } = to;
    const copySequence = this.insert(to.queue, nowMs, {
      groupId: row.groupId,
      visibleAtMs: nowMs,
      sentMs,
      receivesBefore,
      firstReceivedMs: receivesBefore > 0 ? row.firstReceivedMs : undefined,
    });
    this.#connection.run(copyMessageContent, {
      copySequence,
      sequence: row.sequence,
      messageId: to.messageId ?? null,
      deadLetterSource: to.deadLetterSource ?? null,
    });
    this.remove(from.id, row, nowMs);
    this.#queues.grow(from.id, -1);
    this.#queues.grow(to.queue.id, 1);
  }

  /** Marks a message as received. */
  claim(queueId: number, row: MessageRow, nowMs: number, visibleAtMs: number): ReceivedMessage {
    this.#connection.run(claimMessage, { sequence: row.sequence, nowMs, visibleAtMs });
    if (visibleAtMs > nowMs) this.#queues.tally(queueId, nowMs).add(visibleAtMs, true);
    return this.received({ ...row, epoch: row.epoch + 1, firstReceivedMs: row.firstReceivedMs ?? nowMs });
  }

  setVisibility(queueId: number, row: MessageRow, nowMs: number, visibleAtMs: number): void {
    this.#connection.run(setMessageVisibility, { sequence: row.sequence, visibleAtMs });
    const tally = this.#queues.tally(queueId, nowMs);
    if (row.visibleAtMs > nowMs) tally.remove(row.visibleAtMs, true);
    if (visibleAtMs > nowMs) tally.add(visibleAtMs, true);
  }

  received(row: MessageRow): ReceivedMessage {
    const content = this.#connection.get(messageContent, { sequence: row.sequence });
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
  firstOfGroup(queueId: number, groupId: string, limit: number): readonly MessageRow[] {
    return this.#connection.all(firstOfMessageGroup, { queueId, groupId, limit }).map(messageRow);
  }

  /**
   * Works out anew when a group may be received from. One that was just freed goes to the back of the line, so that
   * groups take turns.
   */
  refreshGroup(queueId: number, groupId: string, nowMs: number): void {
    const rows = this.firstOfGroup(queueId, groupId, IN_FLIGHT_OF_GROUP_MAX);
    const [head] = rows;
    if (head === undefined) {
      this.#connection.run(closeMessageGroup, { queueId, groupId });
      return;
    }
    const inFlightMs = rows.filter(({ epoch }) => epoch > 0).map(({ visibleAtMs }) => visibleAtMs);
    const availableAtMs = Math.max(nowMs, head.visibleAtMs, ...inFlightMs);
    this.#connection.run(setMessageGroup, { queueId, groupId, availableAtMs });
  }
}
