import { numberOf, textOf } from "../columns.ts";
import type { MessageParts } from "./message-receiving.ts";
import { groupsOf } from "./message-receiving.ts";
import type { MessageRow } from "./message-rows.ts";
import { messageRow } from "./message-rows.ts";
import {
  forgetDuplicate,
  messageRetentions,
  oldDuplicates,
  oldMessages,
  removeEmptyMessageQueues,
} from "./statements.ts";

/** Removed in one step, so that nobody who waits for the same thread waits long. */
const STEP = 500;

/** Removes some of what is too old: messages, those of forgotten queues among them, and what tells duplicates. */
export function expireMessages(parts: MessageParts, nowMs: number): number {
  return removeMessages(parts, nowMs) + removeDuplicates(parts, nowMs);
}

function removeMessages(parts: MessageParts, nowMs: number): number {
  const { connection } = parts;
  let left = STEP;
  for (const queue of connection.all(messageRetentions, {})) {
    const queueId = numberOf(queue, "id");
    const beforeMs = nowMs - numberOf(queue, "retention_ms");
    const old = connection.all(oldMessages, { queueId, beforeMs, limit: left }).map(messageRow);
    removeOf(parts, queueId, old, nowMs);
    left -= old.length;
    if (left === 0) return STEP;
  }
  connection.run(removeEmptyMessageQueues, {});
  return STEP - left;
}

function removeOf({ queues, rows }: MessageParts, queueId: number, old: readonly MessageRow[], nowMs: number): void {
  if (old.length === 0) return;
  for (const row of old) rows.remove(queueId, row, nowMs);
  queues.grow(queueId, -old.length);
  for (const groupId of groupsOf(old)) rows.refreshGroup(queueId, groupId, nowMs);
}

function removeDuplicates({ connection }: MessageParts, nowMs: number): number {
  const old = connection.all(oldDuplicates, { nowMs, limit: STEP });
  for (const row of old)
    connection.run(forgetDuplicate, { queueId: numberOf(row, "queue_id"), key: textOf(row, "key") });
  return old.length;
}
