import type { NewMessage, SentMessage } from "../ports/messages.ts";
import { numberOf, textOf } from "../columns.ts";
import type { QueueEntry } from "./message-queues.ts";
import type { MessageParts } from "./message-receiving.ts";
import { duplicateMessage, insertMessageContent, rememberMessage } from "./statements.ts";

/** Puts messages at the end of a queue, except those that are there already. */
export function sendMessages(
  parts: MessageParts,
  queueName: string,
  messages: readonly NewMessage[],
  nowMs: number,
): readonly SentMessage[] {
  const queue = parts.queues.entry(queueName);
  const sent = messages.map(
    (message) => duplicateOf(parts, queue, message, nowMs) ?? add(parts, queue, message, nowMs),
  );
  const added = sent.filter(({ duplicate }) => !duplicate).length;
  if (added > 0) parts.queues.grow(queue.id, added);
  return sent;
}

function duplicateOf(
  { connection }: MessageParts,
  { id: queueId }: QueueEntry,
  { deduplication }: NewMessage,
  nowMs: number,
): SentMessage | undefined {
  if (deduplication === undefined) return undefined;
  const row = connection.get(duplicateMessage, { queueId, key: deduplication.key, nowMs });
  return row && { messageId: textOf(row, "message_id"), sequence: numberOf(row, "sequence"), duplicate: true };
}

function add({ connection, rows }: MessageParts, queue: QueueEntry, message: NewMessage, nowMs: number): SentMessage {
  const { messageId, body, details, visibleAtMs, groupId, deduplication } = message;
  const sequence = rows.insert(queue, nowMs, {
    groupId,
    visibleAtMs,
    sentMs: nowMs,
    receivesBefore: 0,
    firstReceivedMs: undefined,
  });
  connection.run(insertMessageContent, { sequence, messageId, body, details });
  if (deduplication !== undefined) {
    const { key, untilMs } = deduplication;
    connection.run(rememberMessage, { queueId: queue.id, key, untilMs, messageId, sequence });
  }
  return { messageId, sequence, duplicate: false };
}
