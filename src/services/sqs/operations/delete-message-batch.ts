import { checkBatch, eachEntry, failedEntry } from "../batch.ts";
import { deleteByHandles } from "../messages/deleting.ts";
import { readReceiptHandle } from "../messages/receipt-handle.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { requireMembers } from "../required.ts";

/** Deletes up to ten messages; one that is refused does not hold up the others. */
export function deleteMessageBatch(dependencies: SqsDependencies): Operation<"DeleteMessageBatch"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    const { Entries: entries } = input;
    checkBatch(entries, "DeleteMessageBatchRequestEntry");
    const { fine, failed } = eachEntry(entries, (entry) => {
      requireMembers(entry, ["ReceiptHandle"]);
      readReceiptHandle(queue.name, entry.ReceiptHandle);
    });
    const handles = fine.map(({ entry }) => entry.ReceiptHandle);
    const failures = handles.length === 0 ? [] : await deleteByHandles(dependencies, queue, handles);
    const done = fine.filter((_, place) => failures[place] === undefined);
    const refused = fine.flatMap(({ entry }, place) => {
      const failure = failures[place];
      return failure === undefined ? [] : [failedEntry(entry.Id, failure)];
    });
    return { Successful: done.map(({ entry }) => ({ Id: entry.Id })), Failed: [...failed, ...refused] };
  };
}
