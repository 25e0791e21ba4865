import type { Operation, SqsDependencies } from "../operation.ts";
import { sourceQueues } from "../redrive/source-queues.ts";
import { writeTaskHandle } from "../redrive/task-handle.ts";
import { requireMembers } from "../required.ts";
import { invalidValue, sqsError } from "../sqs-error.ts";
import { ownQueue } from "../redrive/own-queue.ts";

const PER_SECOND_MAX = 500;

/** Begins to move the messages of a dead-letter queue, back or elsewhere. */
export function startMessageMoveTask(dependencies: SqsDependencies): Operation<"StartMessageMoveTask"> {
  return async (input, { scope }) => {
    requireMembers(input, ["SourceArn"]);
    const { SourceArn, DestinationArn: destinationArn, MaxNumberOfMessagesPerSecond: perSecondMax } = input;
    if (perSecondMax !== undefined && (perSecondMax < 1 || perSecondMax > PER_SECOND_MAX))
      throw invalidValue("MaxNumberOfMessagesPerSecond", perSecondMax, "Must be between 1 and 500, if provided.");
    const source = await ownQueue(dependencies, scope, SourceArn);
    if (source === undefined) throw sqsError("move-source");
    const target = destinationArn === undefined ? undefined : await ownQueue(dependencies, scope, destinationArn);
    if (destinationArn !== undefined && target === undefined) throw sqsError("move-destination");
    if (target !== undefined && target.fifo !== source.fifo) throw sqsError("move-types");
    if ((await sourceQueues(dependencies.queues, source)).length === 0) throw sqsError("move-not-dead-letters");
    const task = await dependencies.tasks.start(source, {
      ...(destinationArn === undefined ? {} : { destinationArn }),
      ...(perSecondMax === undefined ? {} : { perSecondMax }),
    });
    return { TaskHandle: writeTaskHandle(task) };
  };
}
