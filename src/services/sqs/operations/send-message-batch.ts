import { checkBatch, eachEntry } from "../batch.ts";
import { checkedMessage, checkSize } from "../messages/message-check.ts";
import { sendChecked } from "../messages/sending.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { sqsError } from "../sqs-error.ts";

/** Of all messages of a batch together (SQS quotas). */
const BATCH_BYTES_MAX = 1_048_576;

/** Sends up to ten messages; one that is refused does not hold up the others. */
export function sendMessageBatch(dependencies: SqsDependencies): Operation<"SendMessageBatch"> {
  const { clock, random } = dependencies;
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    const { Entries: entries } = input;
    checkBatch(entries, "SendMessageBatchRequestEntry");
    const nowMs = clock.nowMs();
    const sending = { nowMs, senderId: context.caller.userId, random };
    const checked = eachEntry(entries, (entry) => checkedMessage(queue, entry, sending));
    const bytes = checked.fine.reduce((sum, { result }) => sum + result.bytes, 0);
    if (bytes > BATCH_BYTES_MAX) throw sqsError("batch-too-long", { limit: BATCH_BYTES_MAX, bytes });
    const sized = eachEntry(
      checked.fine.map(({ entry, result }) => ({ Id: entry.Id, result })),
      ({ result }) => {
        checkSize(queue, result);
        return result;
      },
    );
    const fine = sized.fine.map(({ result }) => result);
    const sent = fine.length === 0 ? [] : await sendChecked(dependencies, queue, fine, nowMs);
    const successful = sized.fine.flatMap(({ entry }, place) => {
      const one = sent[place];
      return one === undefined ? [] : [{ Id: entry.Id, ...one }];
    });
    return { Successful: successful, Failed: [...checked.failed, ...sized.failed] };
  };
}
