import type { Scope } from "../../../base/index.ts";
import { readQueueArn, type Queue } from "../queues/queue.ts";
import type { QueueDirectory } from "../queues/queue-directory.ts";

/** The queue of an ARN, when it lies in this account and region. */
export async function ownQueue(
  { queues }: { readonly queues: QueueDirectory },
  { accountId, region }: Scope,
  arn: string,
): Promise<Queue | undefined> {
  const parts = readQueueArn(arn);
  if (parts?.scope.accountId !== accountId || parts.scope.region !== region) return undefined;
  return queues.find(parts.scope, parts.name);
}
