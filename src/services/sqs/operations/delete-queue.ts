import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";

/** Deletes a queue with its messages. Its name may be used again after a minute. */
export function deleteQueue(dependencies: SqsDependencies): Operation<"DeleteQueue"> {
  const { queues, messages, times, sweeper } = dependencies;
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    await queues.delete(queue);
    times.deleted(queue.key);
    await messages.deleteQueue(queue.key);
    sweeper.begin();
  };
}
