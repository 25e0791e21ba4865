import type { DeleteOutcome, MessageReceipt, VisibilityChange, VisibilityOutcome } from "./ports/messages.ts";
import type { MessageParts } from "./message-receiving.ts";
import { groupsOf, receiptRow } from "./message-receiving.ts";
import type { MessageRow } from "./message-rows.ts";
import type { Steps } from "./steps.ts";

/** Removes messages that were dealt with. */
export function* deleteMessages(
  parts: MessageParts,
  queueName: string,
  receipts: readonly MessageReceipt[],
  nowMs: number,
): Steps<readonly DeleteOutcome[]> {
  const { queues, rows } = parts;
  const { id, ordered } = yield* queues.entry(queueName);
  const removed: MessageRow[] = [];
  const outcomes: DeleteOutcome[] = [];
  for (const receipt of receipts) {
    const row = yield* receiptRow(parts, id, receipt);
    const outcome = deleteOutcome(row, receipt, ordered, nowMs);
    outcomes.push(outcome);
    if (row === undefined || outcome !== "deleted") continue;
    yield* rows.remove(id, row, nowMs);
    removed.push(row);
  }
  if (removed.length > 0) yield* queues.grow(id, -removed.length);
  for (const groupId of groupsOf(removed)) yield* rows.refreshGroup(id, groupId, nowMs);
  return outcomes;
}

function deleteOutcome(
  row: MessageRow | undefined,
  { epoch }: MessageReceipt,
  ordered: boolean,
  nowMs: number,
): DeleteOutcome {
  if (row === undefined) return "gone";
  // While a message of a group was visible, the next one may have been received.
  if (ordered && (row.epoch !== epoch || row.visibleAtMs <= nowMs)) return "invisibility-over";
  return row.epoch === epoch ? "deleted" : "stale";
}

/** Makes messages that are in flight visible earlier or later. */
export function* changeVisibilities(
  parts: MessageParts,
  queueName: string,
  changes: readonly VisibilityChange[],
  { nowMs, limitMs }: { readonly nowMs: number; readonly limitMs: number },
): Steps<readonly VisibilityOutcome[]> {
  const { queues, rows } = parts;
  const { id, ordered } = yield* queues.entry(queueName);
  const changed: MessageRow[] = [];
  const outcomes: VisibilityOutcome[] = [];
  for (const change of changes) {
    const row = yield* receiptRow(parts, id, change);
    const outcome = visibilityOutcome(row, change, ordered, { nowMs, limitMs });
    outcomes.push(outcome);
    if (row === undefined || outcome !== "changed") continue;
    yield* rows.setVisibility(id, row, nowMs, change.invisibleUntilMs);
    changed.push(row);
  }
  for (const groupId of groupsOf(changed)) yield* rows.refreshGroup(id, groupId, nowMs);
  return outcomes;
}

function visibilityOutcome(
  row: MessageRow | undefined,
  { epoch, invisibleUntilMs }: VisibilityChange,
  ordered: boolean,
  { nowMs, limitMs }: { readonly nowMs: number; readonly limitMs: number },
): VisibilityOutcome {
  if (row === undefined) return "gone";
  if (row.epoch !== epoch || (ordered && row.visibleAtMs <= nowMs)) return "stale";
  return invisibleUntilMs > (row.receivedMs ?? nowMs) + limitMs ? "too-long" : "changed";
}
