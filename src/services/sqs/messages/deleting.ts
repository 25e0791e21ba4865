import type { Clock } from "../../../base/index.ts";
import type { DeleteOutcome, MessageStore } from "../../../store/index.ts";
import type { AwsError } from "../../../wire/index.ts";
import type { Queue } from "../queues/queue.ts";
import { invalidValue } from "../sqs-error.ts";
import { readReceiptHandle } from "./receipt-handle.ts";
import type { Waiting } from "./waiting.ts";

export interface SettlingParts {
  readonly messages: MessageStore;
  readonly waiting: Waiting;
  readonly clock: Clock;
}

/**
 * Deletes messages by their handles; one answer for each, undefined when it was done. A handle that is not the last one
 * of a standard queue's message succeeds without effect (SQS API reference, DeleteMessage).
 */
export async function deleteByHandles(
  { messages, waiting, clock }: SettlingParts,
  queue: Queue,
  handles: readonly string[],
): Promise<readonly (AwsError | undefined)[]> {
  const receipts = handles.map((handle) => readReceiptHandle(queue.name, handle));
  const outcomes = await messages.delete(queue.key, receipts, clock.nowMs());
  // Where the order counts, the next messages of the group may be received now.
  const freed = queue.fifo ? outcomes.filter((outcome) => outcome === "deleted").length : 0;
  if (freed > 0) waiting.wake(queue.key, freed);
  return outcomes.map((outcome, place) => failureOf(outcome, handles[place] ?? ""));
}

function failureOf(outcome: DeleteOutcome, handle: string): AwsError | undefined {
  return outcome === "invisibility-over"
    ? invalidValue("ReceiptHandle", handle, "The receipt handle has expired.")
    : undefined;
}
