import type { Queue } from "../queues/queue.ts";
import type { QueueDirectory } from "../queues/queue-directory.ts";

const PAGE = 1_000;

/** The queues whose redrive policy names this one, by name. */
export async function sourceQueues(queues: QueueDirectory, { scope, arn }: Queue): Promise<readonly Queue[]> {
  const sources: Queue[] = [];
  for (let after: string | undefined; ;) {
    const page = await queues.list(scope, { prefix: "", after, limit: PAGE });
    sources.push(...page.filter(({ redrivePolicy }) => redrivePolicy?.deadLetterTargetArn === arn));
    if (page.length < PAGE) return sources;
    after = page.at(-1)?.name;
  }
}
