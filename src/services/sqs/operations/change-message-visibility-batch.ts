import { checkBatch, eachEntry, failedEntry } from "../batch.ts";
import { changeVisibility, checkedChange } from "../messages/visibility.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";

/** Changes the visibility of up to ten messages; one that is refused does not hold up the others. */
export function changeMessageVisibilityBatch(dependencies: SqsDependencies): Operation<"ChangeMessageVisibilityBatch"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    const { Entries: entries } = input;
    checkBatch(entries, "ChangeMessageVisibilityBatchRequestEntry");
    const nowMs = dependencies.clock.nowMs();
    const { fine, failed } = eachEntry(entries, (entry) => ({ ...checkedChange(queue, entry, nowMs), given: entry }));
    const changes = fine.map(({ result }) => result);
    const failures = changes.length === 0 ? [] : await changeVisibility(dependencies, queue, changes, nowMs);
    const done = fine.filter((_, place) => failures[place] === undefined);
    const refused = fine.flatMap(({ entry }, place) => {
      const failure = failures[place];
      return failure === undefined ? [] : [failedEntry(entry.Id, failure)];
    });
    return { Successful: done.map(({ entry }) => ({ Id: entry.Id })), Failed: [...failed, ...refused] };
  };
}
