import type { VisibilityChange, VisibilityOutcome } from "../../../store/index.ts";
import type { AwsError, SqsModel } from "../../../wire/index.ts";
import type { Queue } from "../queues/queue.ts";
import { requireMembers } from "../required.ts";
import { invalidValue, sqsError } from "../sqs-error.ts";
import type { SettlingParts } from "./deleting.ts";
import { readReceiptHandle } from "./receipt-handle.ts";
import { checkVisibility, VISIBILITY_S_MAX } from "./receive-input.ts";

type Given = Omit<SqsModel.ChangeMessageVisibilityBatchRequestEntry, "Id">;

/** Throws `MissingParameter`, `ReceiptHandleIsInvalid` or `InvalidParameterValue`. */
export function checkedChange(queue: Queue, given: Given, nowMs: number): VisibilityChange {
  requireMembers(given, ["ReceiptHandle"]);
  const { ReceiptHandle: handle, VisibilityTimeout: seconds } = given;
  if (seconds === undefined) throw sqsError("missing", { name: "VisibilityTimeout" });
  checkVisibility(seconds);
  return { ...readReceiptHandle(queue.name, handle), invisibleUntilMs: nowMs + seconds * 1_000 };
}

/** Changes when messages become visible again; one answer for each, undefined when it was done. */
export async function changeVisibility(
  { messages, waiting }: SettlingParts,
  queue: Queue,
  changes: readonly (VisibilityChange & { readonly given: Given })[],
  nowMs: number,
): Promise<readonly (AwsError | undefined)[]> {
  const times = { nowMs, limitMs: VISIBILITY_S_MAX * 1_000 };
  const outcomes = await messages.changeVisibility(
    queue.key,
    changes.map(({ sequence, epoch, invisibleUntilMs }) => ({ sequence, epoch, invisibleUntilMs })),
    times,
  );
  return changes.map(({ given, invisibleUntilMs }, place) => {
    const outcome = outcomes[place];
    if (outcome === "changed" && invisibleUntilMs <= nowMs) waiting.wake(queue.key, 1);
    else if (outcome === "changed") waiting.due(queue.key, invisibleUntilMs);
    return outcome === "changed" ? undefined : failureOf(outcome, given);
  });
}

function failureOf(outcome: VisibilityOutcome | undefined, given: Given): AwsError {
  if (outcome === "too-long")
    return invalidValue(
      "VisibilityTimeout",
      given.VisibilityTimeout ?? 0,
      `Total VisibilityTimeout for the message is beyond the limit [${VISIBILITY_S_MAX} seconds]`,
    );
  const reason = "Message does not exist or is not available for visibility timeout change.";
  return invalidValue("ReceiptHandle", given.ReceiptHandle, reason);
}
