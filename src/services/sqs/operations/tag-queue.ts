import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { requireMembers } from "../required.ts";
import { queueMissing } from "../sqs-error.ts";
import { checkTags } from "../tags.ts";

export function tagQueue(dependencies: SqsDependencies): Operation<"TagQueue"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    requireMembers(input, ["Tags"]);
    const changed = await dependencies.queues.update(queue, (record) => {
      const tags = { ...record.tags, ...input.Tags };
      checkTags(tags);
      return { ...record, tags };
    });
    if (changed === undefined) throw queueMissing(context);
  };
}
