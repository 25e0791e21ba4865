import type { RedriveQuery, RedriveResult } from "./ports/messages.ts";
import type { Handled } from "./message-delivery.ts";
import type { MessageParts } from "./message-receiving.ts";
import type { MessageRow } from "./message-rows.ts";
import { firstRow, type Steps } from "./steps.ts";

/** Moves what is visible to other queues, as new messages. */
export function* redriveMessages(parts: MessageParts, queueName: string, query: RedriveQuery): Steps<RedriveResult> {
  const { queues, rows, delivery } = parts;
  const { nowMs, messageIds } = query;
  const queue = yield* queues.entry(queueName);
  const targets = new Set<string>();
  let moved = 0;
  let sourceUnknown = false;
  const handle = function* (row: MessageRow): Steps<Handled> {
    const target = yield* targetOf(parts, row, query);
    const messageId = messageIds[moved];
    if (target === undefined || messageId === undefined) {
      sourceUnknown = target === undefined;
      return "stop";
    }
    const to = { queue: yield* queues.entry(target), nowMs, sentMs: nowMs, receivesBefore: 0 };
    yield* rows.relocate(queue, row, { ...to, messageId, deadLetterSource: undefined });
    targets.add(target);
    moved += 1;
    return "taken";
  };
  yield* delivery.deliver(queue, { nowMs, limit: messageIds.length, handle });
  return { moved, targets: [...targets], sourceUnknown };
}

function* targetOf(
  { statements }: MessageParts,
  { sequence }: MessageRow,
  { target, targetBySource }: RedriveQuery,
): Steps<string | undefined> {
  if (target !== undefined) return target;
  const row = yield* firstRow(statements.messageDeadLetterSource, { sequence });
  const source = row?.["dead_letter_source"];
  return typeof source === "string" ? targetBySource?.[source] : undefined;
}
