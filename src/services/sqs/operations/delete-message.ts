import { deleteByHandles } from "../messages/deleting.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { requireMembers } from "../required.ts";

/** Deletes a message by the handle of its last receipt. */
export function deleteMessage(dependencies: SqsDependencies): Operation<"DeleteMessage"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    requireMembers(input, ["ReceiptHandle"]);
    const [failure] = await deleteByHandles(dependencies, queue, [input.ReceiptHandle]);
    if (failure !== undefined) throw failure;
  };
}
