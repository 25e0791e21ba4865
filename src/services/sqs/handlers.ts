import type { Handlers, SqsOperations } from "../../wire/index.ts";
import { type SqsDependencies, withStoreFailures } from "./operation.ts";
import { addPermission } from "./operations/add-permission.ts";
import { cancelMessageMoveTask } from "./operations/cancel-message-move-task.ts";
import { changeMessageVisibilityBatch } from "./operations/change-message-visibility-batch.ts";
import { changeMessageVisibility } from "./operations/change-message-visibility.ts";
import { createQueue } from "./operations/create-queue.ts";
import { deleteMessageBatch } from "./operations/delete-message-batch.ts";
import { deleteMessage } from "./operations/delete-message.ts";
import { deleteQueue } from "./operations/delete-queue.ts";
import { getQueueAttributes } from "./operations/get-queue-attributes.ts";
import { getQueueUrl } from "./operations/get-queue-url.ts";
import { listDeadLetterSourceQueues } from "./operations/list-dead-letter-source-queues.ts";
import { listMessageMoveTasks } from "./operations/list-message-move-tasks.ts";
import { listQueueTags } from "./operations/list-queue-tags.ts";
import { listQueues } from "./operations/list-queues.ts";
import { purgeQueue } from "./operations/purge-queue.ts";
import { receiveMessage } from "./operations/receive-message.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { sendMessageBatch } from "./operations/send-message-batch.ts";
import { sendMessage } from "./operations/send-message.ts";
import { setQueueAttributes } from "./operations/set-queue-attributes.ts";
import { startMessageMoveTask } from "./operations/start-message-move-task.ts";
import { tagQueue } from "./operations/tag-queue.ts";
import { untagQueue } from "./operations/untag-queue.ts";

/** Every operation of the service. */
export function sqsHandlers(dependencies: SqsDependencies): Handlers<SqsOperations> {
  return {
    AddPermission: withStoreFailures(addPermission(dependencies)),
    CancelMessageMoveTask: withStoreFailures(cancelMessageMoveTask(dependencies)),
    ChangeMessageVisibilityBatch: withStoreFailures(changeMessageVisibilityBatch(dependencies)),
    ChangeMessageVisibility: withStoreFailures(changeMessageVisibility(dependencies)),
    CreateQueue: withStoreFailures(createQueue(dependencies)),
    DeleteMessageBatch: withStoreFailures(deleteMessageBatch(dependencies)),
    DeleteMessage: withStoreFailures(deleteMessage(dependencies)),
    DeleteQueue: withStoreFailures(deleteQueue(dependencies)),
    GetQueueAttributes: withStoreFailures(getQueueAttributes(dependencies)),
    GetQueueUrl: withStoreFailures(getQueueUrl(dependencies)),
    ListDeadLetterSourceQueues: withStoreFailures(listDeadLetterSourceQueues(dependencies)),
    ListMessageMoveTasks: withStoreFailures(listMessageMoveTasks(dependencies)),
    ListQueueTags: withStoreFailures(listQueueTags(dependencies)),
    ListQueues: withStoreFailures(listQueues(dependencies)),
    PurgeQueue: withStoreFailures(purgeQueue(dependencies)),
    ReceiveMessage: withStoreFailures(receiveMessage(dependencies)),
    RemovePermission: withStoreFailures(removePermission(dependencies)),
    SendMessageBatch: withStoreFailures(sendMessageBatch(dependencies)),
    SendMessage: withStoreFailures(sendMessage(dependencies)),
    SetQueueAttributes: withStoreFailures(setQueueAttributes(dependencies)),
    StartMessageMoveTask: withStoreFailures(startMessageMoveTask(dependencies)),
    TagQueue: withStoreFailures(tagQueue(dependencies)),
    UntagQueue: withStoreFailures(untagQueue(dependencies)),
  };
}
