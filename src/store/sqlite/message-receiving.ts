import type { MessageReceipt, ReceivedMessage, ReceiveQuery, ReceiveResult } from "../ports/messages.ts";
import type { Connection } from "./connection.ts";
import type { Handled, MessageDelivery } from "./message-delivery.ts";
import type { MessageQueues, QueueEntry } from "./message-queues.ts";
import type { MessageRow, MessageRows } from "./message-rows.ts";
import { messageRow } from "./message-rows.ts";
import { message } from "./statements.ts";

/** What works together on the message database. */
export interface MessageParts {
  readonly connection: Connection;
  readonly queues: MessageQueues;
  readonly rows: MessageRows;
  readonly delivery: MessageDelivery;
}

/** Receives what is due; removes on the way what is too old, and moves away what was received too often. */
export function receiveMessages(parts: MessageParts, queueName: string, query: ReceiveQuery): ReceiveResult {
  const { queues, rows, delivery } = parts;
  const { nowMs, invisibleUntilMs, deadLetter } = query;
  const queue = queues.entry(queueName);
  const limit = Math.min(query.limit, queues.tally(queue.id, nowMs).inFlightLeft(query.inFlightMax, nowMs));
  if (limit === 0) return { ...NOTHING, inFlightFull: true, nextVisibleMs: delivery.nextVisibleMs(queue, nowMs) };
  const retentionMs = queues.retentionMs(queue.id);
  const deadLetterQueue = deadLetter && queues.find(deadLetter.queue);
  const messages: ReceivedMessage[] = [];
  let deadLetters = 0;
  const handle = (row: MessageRow): Handled => {
    if (row.sentMs < nowMs - retentionMs) {
      rows.remove(queue.id, row, nowMs);
      queues.grow(queue.id, -1);
      return "removed";
    }
    // Where the dead-letter queue is gone, messages go on being received.
    if (deadLetter !== undefined && deadLetterQueue !== undefined && row.epoch >= deadLetter.receivesMax) {
      rows.relocate(queue, row, deadLetterOf(deadLetterQueue, row, nowMs, deadLetter.source));
      deadLetters += 1;
      return "removed";
    }
    messages.push(rows.claim(queue.id, row, nowMs, invisibleUntilMs));
    return "taken";
  };
  const unfinished = delivery.deliver(queue, { nowMs, limit, handle });
  const nextVisibleMs = messages.length === 0 ? delivery.nextVisibleMs(queue, nowMs) : undefined;
  return { messages, inFlightFull: false, deadLetters, unfinished, nextVisibleMs };
}

const NOTHING = { messages: [], inFlightFull: false, deadLetters: 0, unfinished: false };

/** A dead letter keeps its id. Its age counts on in a standard queue and begins anew in a FIFO queue (SQS developer guide). */
function deadLetterOf(
  queue: QueueEntry,
  row: MessageRow,
  nowMs: number,
  source: string,
): Parameters<MessageRows["relocate"]>[2] {
  return {
    queue,
    nowMs,
    sentMs: queue.ordered ? nowMs : row.sentMs,
    receivesBefore: row.receivesBefore + row.epoch,
    messageId: undefined,
    deadLetterSource: source,
  };
}

/** The message that a receipt names, when it is still in this queue. */
export function receiptRow(
  { connection }: MessageParts,
  queueId: number,
  { sequence }: MessageReceipt,
): MessageRow | undefined {
  const row = connection.get(message, { queueId, sequence });
  return row && messageRow(row);
}

/** Gives the same messages once more, if nothing has happened to any of them. */
export function receiveMessagesAgain(
  parts: MessageParts,
  queueName: string,
  receipts: readonly MessageReceipt[],
  { nowMs, invisibleUntilMs }: { readonly nowMs: number; readonly invisibleUntilMs: number },
): readonly ReceivedMessage[] {
  const { queues, rows } = parts;
  const { id } = queues.entry(queueName);
  const found = receipts.flatMap((receipt) => {
    const row = receiptRow(parts, id, receipt);
    return row === undefined || row.epoch !== receipt.epoch || row.visibleAtMs <= nowMs ? [] : [row];
  });
  if (found.length < receipts.length) return [];
  for (const row of found) rows.setVisibility(id, row, nowMs, invisibleUntilMs);
  for (const groupId of groupsOf(found)) rows.refreshGroup(id, groupId, nowMs);
  return found.map((row) => rows.received(row));
}

export function groupsOf(rows: readonly MessageRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ groupId }) => (groupId === undefined ? [] : [groupId])));
}
