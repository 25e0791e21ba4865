import type { DeleteOutcome, MessageReceipt, VisibilityChange, VisibilityOutcome } from "../ports/messages.ts";
import type { MessageParts } from "./message-receiving.ts";
import { groupsOf, receiptRow } from "./message-receiving.ts";
import type { MessageRow } from "./message-rows.ts";

/** Removes messages that were dealt with. */
export function deleteMessages(
  parts: MessageParts,
  queueName: string,
  receipts: readonly MessageReceipt[],
  nowMs: number,
): readonly DeleteOutcome[] {
  const { queues, rows } = parts;
  const { id, ordered } = queues.entry(queueName);
  const removed: MessageRow[] = [];
  const outcomes = receipts.map((receipt): DeleteOutcome => {
    const row = receiptRow(parts, id, receipt);
    if (row === undefined) return "gone";
    // While a message of a group was visible, the next one may have been received.
    if (ordered && (row.epoch !== receipt.epoch || row.visibleAtMs <= nowMs)) return "invisibility-over";
    if (row.epoch !== receipt.epoch) return "stale";
    rows.remove(id, row, nowMs);
    removed.push(row);
    return "deleted";
  });
  if (removed.length > 0) queues.grow(id, -removed.length);
  for (const groupId of groupsOf(removed)) rows.refreshGroup(id, groupId, nowMs);
  return outcomes;
}

/** Makes messages that are in flight visible earlier or later. */
export function changeVisibilities(
  parts: MessageParts,
  queueName: string,
  changes: readonly VisibilityChange[],
  { nowMs, limitMs }: { readonly nowMs: number; readonly limitMs: number },
): readonly VisibilityOutcome[] {
  const { queues, rows } = parts;
  const { id, ordered } = queues.entry(queueName);
  const changed: MessageRow[] = [];
  const outcomes = changes.map((change): VisibilityOutcome => {
    const row = receiptRow(parts, id, change);
    if (row === undefined) return "gone";
    if (row.epoch !== change.epoch || (ordered && row.visibleAtMs <= nowMs)) return "stale";
    if (change.invisibleUntilMs > (row.receivedMs ?? nowMs) + limitMs) return "too-long";
    rows.setVisibility(id, row, nowMs, change.invisibleUntilMs);
    changed.push(row);
    return "changed";
  });
  for (const groupId of groupsOf(changed)) rows.refreshGroup(id, groupId, nowMs);
  return outcomes;
}
