import { nextToken, readPage } from "../list-page.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import { queueUrl } from "../queues/queue-url.ts";
import { sourceQueues } from "../redrive/source-queues.ts";

/** The queues whose dead letters come to this one. */
export function listDeadLetterSourceQueues(dependencies: SqsDependencies): Operation<"ListDeadLetterSourceQueues"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    const { after = "", limit } = readPage(input);
    const sources = (await sourceQueues(dependencies.queues, queue)).filter(({ name }) => name > after);
    const page = sources.slice(0, limit);
    return {
      queueUrls: page.map(({ scope, name }) => queueUrl(context.origin, scope, name)),
      ...nextToken(page.at(-1)?.name, sources.length > limit && input.MaxResults !== undefined),
    };
  };
}
