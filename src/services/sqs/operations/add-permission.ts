import { checkPermission, withPermission } from "../attributes/queue-policy.ts";
import { changedAttributes } from "../attributes/attribute-values.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { requireMembers } from "../required.ts";
import { queueMissing } from "../sqs-error.ts";

/** Adds a statement to the policy of the queue, which is kept and not enforced yet. */
export function addPermission(dependencies: SqsDependencies): Operation<"AddPermission"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    requireMembers(input, ["Label", "AWSAccountIds", "Actions"]);
    const permission = { label: input.Label, accountIds: input.AWSAccountIds, actions: input.Actions };
    checkPermission(permission);
    const changed = await dependencies.queues.update(queue, (record) => {
      const Policy = withPermission(record.attributes["Policy"], queue.arn, permission);
      return { ...record, attributes: changedAttributes(record.attributes, { Policy }) };
    });
    if (changed === undefined) throw queueMissing(context);
  };
}
