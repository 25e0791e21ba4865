import type { NewMessage, SentMessage } from "./ports/messages.ts";
import { numberOf, textOf } from "./columns.ts";
import type { QueueEntry } from "./message-queues.ts";
import type { MessageParts } from "./message-receiving.ts";
import { execute, firstRow, type Steps } from "./steps.ts";

/** Puts messages at the end of a queue, except those that are there already. */
export function* sendMessages(
  parts: MessageParts,
  queueName: string,
  messages: readonly NewMessage[],
  nowMs: number,
): Steps<readonly SentMessage[]> {
  const queue = yield* parts.queues.entry(queueName);
  const sent: SentMessage[] = [];
  for (const message of messages) {
    const duplicate = yield* duplicateOf(parts, queue, message, nowMs);
    sent.push(duplicate ?? (yield* add(parts, queue, message, nowMs)));
  }
  const added = sent.filter(({ duplicate }) => !duplicate).length;
  if (added > 0) yield* parts.queues.grow(queue.id, added);
  return sent;
}

function* duplicateOf(
  { statements }: MessageParts,
  { id: queueId }: QueueEntry,
  { deduplication }: NewMessage,
  nowMs: number,
): Steps<SentMessage | undefined> {
  if (deduplication === undefined) return undefined;
  const row = yield* firstRow(statements.duplicateMessage, { queueId, key: deduplication.key, nowMs });
  return row && { messageId: textOf(row, "message_id"), sequence: numberOf(row, "sequence"), duplicate: true };
}

function* add(
  { statements, rows }: MessageParts,
  queue: QueueEntry,
  message: NewMessage,
  nowMs: number,
): Steps<SentMessage> {
  const { messageId, body, details, visibleAtMs, groupId, deduplication } = message;
  const sequence = yield* rows.insert(queue, nowMs, {
    groupId,
    visibleAtMs,
    sentMs: nowMs,
    receivesBefore: 0,
    firstReceivedMs: undefined,
  });
  yield* execute(statements.insertMessageContent, { sequence, messageId, body, details });
  if (deduplication !== undefined) {
    const { key, untilMs } = deduplication;
    yield* execute(statements.rememberMessage, { queueId: queue.id, key, untilMs, messageId, sequence });
  }
  return { messageId, sequence, duplicate: false };
}
