import type { Operation, SqsDependencies } from "../operation.ts";
import { ownQueue } from "../redrive/own-queue.ts";
import { readTaskHandle } from "../redrive/task-handle.ts";
import { requireMembers } from "../required.ts";
import { sqsError } from "../sqs-error.ts";

/** Ends a task that is running; what was moved stays moved. */
export function cancelMessageMoveTask(dependencies: SqsDependencies): Operation<"CancelMessageMoveTask"> {
  return async (input, { scope }) => {
    requireMembers(input, ["TaskHandle"]);
    const { sourceArn, id } = readTaskHandle(input.TaskHandle);
    if ((await ownQueue(dependencies, scope, sourceArn)) === undefined) throw sqsError("move-source");
    const { moved } = await dependencies.tasks.cancel(sourceArn, id);
    return { ApproximateNumberOfMessagesMoved: moved };
  };
}
