import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";

export function listQueueTags(dependencies: SqsDependencies): Operation<"ListQueueTags"> {
  return async (input, context) => {
    const { record } = await requestedQueue(dependencies, input, context);
    return Object.keys(record.tags).length === 0 ? {} : { Tags: record.tags };
  };
}
