import type { RedriveQuery, RedriveResult } from "../ports/messages.ts";
import type { Handled } from "./message-delivery.ts";
import type { MessageParts } from "./message-receiving.ts";
import type { MessageRow } from "./message-rows.ts";
import { messageDeadLetterSource } from "./statements.ts";

/** Moves what is visible to other queues, as new messages. */
export function redriveMessages(parts: MessageParts, queueName: string, query: RedriveQuery): RedriveResult {
  const { queues, rows, delivery } = parts;
  const { nowMs, messageIds } = query;
  const queue = queues.entry(queueName);
  const targets = new Set<string>();
  let moved = 0;
  let sourceUnknown = false;
  const handle = (row: MessageRow): Handled => {
    const target = targetOf(parts, row, query);
    const messageId = messageIds[moved];
    if (target === undefined || messageId === undefined) {
      sourceUnknown = target === undefined;
      return "stop";
    }
    const to = { queue: queues.entry(target), nowMs, sentMs: nowMs, receivesBefore: 0 };
    rows.relocate(queue, row, { ...to, messageId, deadLetterSource: undefined });
    targets.add(target);
    moved += 1;
    return "taken";
  };
  delivery.deliver(queue, { nowMs, limit: messageIds.length, handle });
  return { moved, targets: [...targets], sourceUnknown };
}

function targetOf(
  { connection }: MessageParts,
  { sequence }: MessageRow,
  { target, targetBySource }: RedriveQuery,
): string | undefined {
  if (target !== undefined) return target;
  const source = connection.get(messageDeadLetterSource, { sequence })?.["dead_letter_source"];
  return typeof source === "string" ? targetBySource?.[source] : undefined;
}
