import type { MessageReceipt, ReceivedMessage, ReceiveQuery, ReceiveResult } from "./ports/messages.ts";
import type { Handled, MessageDelivery } from "./message-delivery.ts";
import type { MessageQueues, QueueEntry } from "./message-queues.ts";
import type { MessageRow, MessageRows } from "./message-rows.ts";
import { messageRow } from "./message-rows.ts";
import type { MessageStatements } from "./message-statements.ts";
import { firstRow, type Steps } from "./steps.ts";

/** What works together on the message database. */
export interface MessageParts {
  readonly statements: MessageStatements;
  readonly queues: MessageQueues;
  readonly rows: MessageRows;
  readonly delivery: MessageDelivery;
}

/** Receives what is due; removes on the way what is too old, and moves away what was received too often. */
export function* receiveMessages(parts: MessageParts, queueName: string, query: ReceiveQuery): Steps<ReceiveResult> {
  const { queues, rows, delivery } = parts;
  const { nowMs, invisibleUntilMs, deadLetter } = query;
  const queue = yield* queues.entry(queueName);
  const limit = Math.min(query.limit, (yield* queues.tally(queue.id, nowMs)).inFlightLeft(query.inFlightMax, nowMs));
  if (limit === 0)
    return { ...NOTHING, inFlightFull: true, nextVisibleMs: yield* delivery.nextVisibleMs(queue, nowMs) };
  const retentionMs = yield* queues.retentionMs(queue.id);
  const deadLetterQueue = deadLetter && (yield* queues.find(deadLetter.queue));
  const messages: ReceivedMessage[] = [];
  let deadLetters = 0;
  const handle = function* (row: MessageRow): Steps<Handled> {
    if (row.sentMs < nowMs - retentionMs) {
      yield* rows.remove(queue.id, row, nowMs);
      yield* queues.grow(queue.id, -1);
      return "removed";
    }
    // Where the dead-letter queue is gone, messages go on being received.
    if (deadLetter !== undefined && deadLetterQueue !== undefined && row.epoch >= deadLetter.receivesMax) {
      yield* rows.relocate(queue, row, deadLetterOf(deadLetterQueue, row, nowMs, deadLetter.source));
      deadLetters += 1;
      return "removed";
    }
    messages.push(yield* rows.claim(queue.id, row, nowMs, invisibleUntilMs));
    return "taken";
  };
  const unfinished = yield* delivery.deliver(queue, { nowMs, limit, handle });
  const nextVisibleMs = messages.length === 0 ? yield* delivery.nextVisibleMs(queue, nowMs) : undefined;
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
export function* receiptRow(
  { statements }: MessageParts,
  queueId: number,
  { sequence }: MessageReceipt,
): Steps<MessageRow | undefined> {
  const row = yield* firstRow(statements.message, { queueId, sequence });
  return row && messageRow(row);
}

/** Gives the same messages once more, if nothing has happened to any of them. */
export function* receiveMessagesAgain(
  parts: MessageParts,
  queueName: string,
  receipts: readonly MessageReceipt[],
  { nowMs, invisibleUntilMs }: { readonly nowMs: number; readonly invisibleUntilMs: number },
): Steps<readonly ReceivedMessage[]> {
  const { queues, rows } = parts;
  const { id } = yield* queues.entry(queueName);
  const found: MessageRow[] = [];
  for (const receipt of receipts) {
    const row = yield* receiptRow(parts, id, receipt);
    if (row === undefined || row.epoch !== receipt.epoch || row.visibleAtMs <= nowMs) return [];
    found.push(row);
  }
  for (const row of found) yield* rows.setVisibility(id, row, nowMs, invisibleUntilMs);
  for (const groupId of groupsOf(found)) yield* rows.refreshGroup(id, groupId, nowMs);
  const again: ReceivedMessage[] = [];
  for (const row of found) again.push(yield* rows.received(row));
  return again;
}

export function groupsOf(rows: readonly MessageRow[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ groupId }) => (groupId === undefined ? [] : [groupId])));
}
