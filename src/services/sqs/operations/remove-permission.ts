import { withoutPermission } from "../attributes/queue-policy.ts";
import { changedAttributes } from "../attributes/attribute-values.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { requireMembers } from "../required.ts";
import { queueMissing } from "../sqs-error.ts";

/** Takes a statement out of the policy of the queue. */
export function removePermission(dependencies: SqsDependencies): Operation<"RemovePermission"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    requireMembers(input, ["Label"]);
    const changed = await dependencies.queues.update(queue, (record) => {
      const Policy = withoutPermission(record.attributes["Policy"], input.Label);
      return { ...record, attributes: changedAttributes(record.attributes, { Policy }) };
    });
    if (changed === undefined) throw queueMissing(context);
  };
}
