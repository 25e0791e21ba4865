import { checkAttributes, checkTogether } from "../attributes/attribute-rules.ts";
import { changedAttributes } from "../attributes/attribute-values.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { retentionMsOf } from "../queues/queue.ts";
import { requireMembers } from "../required.ts";
import { queueMissing, sqsError } from "../sqs-error.ts";
import { checkRedrives } from "./create-queue.ts";

/** Changes the attributes that are given, and no others. */
export function setQueueAttributes(dependencies: SqsDependencies): Operation<"SetQueueAttributes"> {
  const { queues, messages, clock } = dependencies;
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    requireMembers(input, ["Attributes"]);
    const { Attributes: given } = input;
    checkAttributes(given, queue.fifo);
    if (given["FifoQueue"] !== undefined && given["FifoQueue"] !== queue.record.attributes["FifoQueue"])
      throw sqsError("attribute-value-reason", {
        name: "FifoQueue",
        reason: "Modifying queue type is not supported.",
      });
    await checkRedrives(dependencies, queue, given);
    const changed = await queues.update(queue, (record) => {
      const attributes = changedAttributes(record.attributes, given);
      checkTogether(attributes);
      return { ...record, attributes, modifiedMs: clock.nowMs() };
    });
    if (changed === undefined) throw queueMissing(context);
    if (given["MessageRetentionPeriod"] !== undefined)
      await messages.setRetention(queue.key, retentionMsOf(changed.record));
  };
}
