import { nextToken, readPage } from "../list-page.ts";
import type { Operation, SqsDependencies } from "../operation.ts";
import { queueUrl } from "../queues/queue-url.ts";

/** The queues of the account and region by name; a page is told to go on only when its size was asked for. */
export function listQueues({ queues }: SqsDependencies): Operation<"ListQueues"> {
  return async (input, { scope, origin }) => {
    const { after, limit } = readPage(input);
    const found = await queues.list(scope, { prefix: input.QueueNamePrefix ?? "", after, limit: limit + 1 });
    const page = found.slice(0, limit);
    if (page.length === 0) return {};
    return {
      QueueUrls: page.map(({ name }) => queueUrl(origin, scope, name)),
      ...nextToken(page.at(-1)?.name, found.length > limit && input.MaxResults !== undefined),
    };
  };
}
