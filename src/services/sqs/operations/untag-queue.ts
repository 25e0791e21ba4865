import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { requireMembers } from "../required.ts";
import { queueMissing } from "../sqs-error.ts";

export function untagQueue(dependencies: SqsDependencies): Operation<"UntagQueue"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    requireMembers(input, ["TagKeys"]);
    const removed = new Set(input.TagKeys);
    const changed = await dependencies.queues.update(queue, (record) => ({
      ...record,
      tags: Object.fromEntries(Object.entries(record.tags).filter(([key]) => !removed.has(key))),
    }));
    if (changed === undefined) throw queueMissing(context);
  };
}
