import type { SqsModel } from "../../../wire/index.ts";
import type { Operation, SqsDependencies } from "../operation.ts";
import { type MoveTask, TASKS_KEPT } from "../redrive/move-task.ts";
import { ownQueue } from "../redrive/own-queue.ts";
import { writeTaskHandle } from "../redrive/task-handle.ts";
import { requireMembers } from "../required.ts";
import { invalidValue, sqsError } from "../sqs-error.ts";

/** The newest tasks of a dead-letter queue; one, unless more are asked for. */
export function listMessageMoveTasks(dependencies: SqsDependencies): Operation<"ListMessageMoveTasks"> {
  return async (input, { scope }) => {
    requireMembers(input, ["SourceArn"]);
    const { SourceArn, MaxResults: limit = 1 } = input;
    if (limit < 1 || limit > TASKS_KEPT)
      throw invalidValue("MaxResults", limit, `Must be between 1 and ${TASKS_KEPT}, if provided.`);
    if ((await ownQueue(dependencies, scope, SourceArn)) === undefined) throw sqsError("move-source");
    const tasks = await dependencies.tasks.list(SourceArn);
    return tasks.length === 0 ? {} : { Results: tasks.slice(0, limit).map(taskOutput) };
  };
}

function taskOutput(task: MoveTask): SqsModel.ListMessageMoveTasksResultEntry {
  return {
    ...(task.status === "RUNNING" ? { TaskHandle: writeTaskHandle(task) } : {}),
    Status: task.status,
    SourceArn: task.sourceArn,
    ...(task.destinationArn === undefined ? {} : { DestinationArn: task.destinationArn }),
    ...(task.perSecondMax === undefined ? {} : { MaxNumberOfMessagesPerSecond: task.perSecondMax }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.toMove,
    ...(task.failureReason === undefined ? {} : { FailureReason: task.failureReason }),
    StartedTimestamp: task.startedMs,
  };
}
