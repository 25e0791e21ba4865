import type { Clock, Random } from "../../base/index.ts";
import type { MessageStore } from "../../store/index.ts";
import { MessageBacklogFull, MessageQueueMissing, StoreFullError } from "../../store/index.ts";
import {
  type Handlers,
  type OperationContext,
  type OperationWrapper,
  type SqsOperations,
  translateFailures,
} from "../../wire/index.ts";
import type { Waiting } from "./messages/waiting.ts";
import type { ReceiveAttempts } from "./messages/receive-attempts.ts";
import type { Queue } from "./queues/queue.ts";
import type { QueueDirectory } from "./queues/queue-directory.ts";
import { readQueueUrl } from "./queues/queue-url.ts";
import type { QueueTimes } from "./queues/queue-times.ts";
import type { MoveTasks } from "./redrive/move-tasks.ts";
import type { ExpirySweeper } from "./messages/expiry-sweeper.ts";
import { requireMembers } from "./required.ts";
import { queueMissing, sqsError } from "./sqs-error.ts";

/** What the operations work with. */
export interface SqsDependencies {
  readonly queues: QueueDirectory;
  readonly messages: MessageStore;
  readonly waiting: Waiting;
  readonly attempts: ReceiveAttempts;
  readonly times: QueueTimes;
  readonly tasks: MoveTasks;
  readonly sweeper: ExpirySweeper;
  readonly clock: Clock;
  readonly random: Random;
}

/** The function behind one operation. */
export type Operation<Name extends keyof SqsOperations> = NonNullable<Handlers<SqsOperations>[Name]>;

/** The queue that a request is about. Throws `InvalidAddress`, `AccessDenied` or `QueueDoesNotExist`. */
export async function requestedQueue(
  { queues }: Pick<SqsDependencies, "queues">,
  input: { readonly QueueUrl: string },
  context: OperationContext,
): Promise<Queue> {
  requireMembers(input, ["QueueUrl"]);
  const { accountId, name } = readQueueUrl(input.QueueUrl);
  const { scope } = context;
  // Policies are not enforced yet, so that nobody is let into another account.
  if (accountId !== scope.accountId) throw sqsError("other-account", { url: input.QueueUrl });
  const queue = queues.known(scope, name) ?? (await queues.find(scope, name));
  if (queue === undefined) throw queueMissing(context);
  return queue;
}

/** Wraps an operation, so that what the store throws is said in the words of the service. */
export const withStoreFailures: OperationWrapper = translateFailures((failure, context) => {
  // The queue was there a moment ago, and was deleted meanwhile.
  if (failure instanceof MessageQueueMissing) return queueMissing(context);
  if (failure instanceof MessageBacklogFull) return sqsError("throttled", { cause: failure.message }, failure);
  if (failure instanceof StoreFullError) return sqsError("unavailable", { cause: failure.message }, failure);
  return failure;
});
