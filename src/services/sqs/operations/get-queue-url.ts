import type { Operation, SqsDependencies } from "../operation.ts";
import { queueUrl } from "../queues/queue-url.ts";
import { requireMembers } from "../required.ts";
import { queueMissing } from "../sqs-error.ts";

export function getQueueUrl({ queues }: SqsDependencies): Operation<"GetQueueUrl"> {
  return async (input, context) => {
    requireMembers(input, ["QueueName"]);
    const { scope, origin } = context;
    const { QueueName: name, QueueOwnerAWSAccountId: owner = scope.accountId } = input;
    // Another account's queues cannot be seen without its policy, which is not evaluated yet.
    const queue = owner === scope.accountId ? await queues.find(scope, name) : undefined;
    if (queue === undefined) throw queueMissing(context);
    return { QueueUrl: queueUrl(origin, scope, name) };
  };
}
