import { numberOf, textOf } from "./columns.ts";
import type { MessageParts } from "./message-receiving.ts";
import { groupsOf } from "./message-receiving.ts";
import type { MessageRow } from "./message-rows.ts";
import { messageRow } from "./message-rows.ts";
import { allRows, execute, type Steps } from "./steps.ts";

/** Removed in one step, so that nobody who waits for the same thread waits long. */
const STEP = 500;

/** Removes some of what is too old: messages, those of forgotten queues among them, and what tells duplicates. */
export function* expireMessages(parts: MessageParts, nowMs: number): Steps<number> {
  return (yield* removeMessages(parts, nowMs)) + (yield* removeDuplicates(parts, nowMs));
}

function* removeMessages(parts: MessageParts, nowMs: number): Steps<number> {
  const { statements } = parts;
  let left = STEP;
  for (const queue of yield* allRows(statements.messageRetentions, {})) {
    const queueId = numberOf(queue, "id");
    const beforeMs = nowMs - numberOf(queue, "retention_ms");
    const old = (yield* allRows(statements.oldMessages, { queueId, beforeMs, limit: left })).map(messageRow);
    yield* removeOf(parts, queueId, old, nowMs);
    left -= old.length;
    if (left === 0) return STEP;
  }
  yield* execute(statements.removeEmptyMessageQueues, {});
  return STEP - left;
}

function* removeOf(
  { queues, rows }: MessageParts,
  queueId: number,
  old: readonly MessageRow[],
  nowMs: number,
): Steps<void> {
  if (old.length === 0) return;
  for (const row of old) yield* rows.remove(queueId, row, nowMs);
  yield* queues.grow(queueId, -old.length);
  for (const groupId of groupsOf(old)) yield* rows.refreshGroup(queueId, groupId, nowMs);
}

function* removeDuplicates({ statements }: MessageParts, nowMs: number): Steps<number> {
  const old = yield* allRows(statements.oldDuplicates, { nowMs, limit: STEP });
  for (const row of old)
    yield* execute(statements.forgetDuplicate, { queueId: numberOf(row, "queue_id"), key: textOf(row, "key") });
  return old.length;
}
