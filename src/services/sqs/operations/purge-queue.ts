import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { sqsError } from "../sqs-error.ts";

/** Removes all messages of a queue, once a minute at most. */
export function purgeQueue(dependencies: SqsDependencies): Operation<"PurgeQueue"> {
  const { messages, times, sweeper } = dependencies;
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    if (times.purgedRecently(queue.key)) throw sqsError("purge-in-progress", { queue: queue.name });
    await messages.purgeQueue(queue.key);
    times.purged(queue.key);
    sweeper.begin();
  };
}
