import { ATTRIBUTE_RULES, COMPUTED_ATTRIBUTES } from "../attributes/attribute-rules.ts";
import { settableAttributes } from "../attributes/attribute-values.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import type { Queue } from "../queues/queue.ts";
import { sqsError } from "../sqs-error.ts";

const KNOWN = new Set<string>(["All", ...Object.keys(ATTRIBUTE_RULES), ...COMPUTED_ATTRIBUTES]);

export function getQueueAttributes(dependencies: SqsDependencies): Operation<"GetQueueAttributes"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    const wanted: readonly string[] = input.AttributeNames ?? [];
    const unknown = wanted.find((name) => !KNOWN.has(name));
    if (unknown !== undefined) throw sqsError("unknown-attribute", { name: unknown });
    if (wanted.length === 0) return {};
    const isWanted = (name: string): boolean => wanted.includes("All") || wanted.includes(name);
    const counts = COMPUTED_ATTRIBUTES.slice(0, 3).some(isWanted) ? await countsOf(dependencies, queue) : {};
    const all = { ...identity(queue), ...counts, ...settableAttributes(queue.record) };
    return { Attributes: Object.fromEntries(Object.entries(all).filter(([name]) => isWanted(name))) };
  };
}

function identity({ arn, record }: Queue): Readonly<Record<string, string>> {
  return {
    QueueArn: arn,
    CreatedTimestamp: String(Math.floor(record.createdMs / 1_000)),
    LastModifiedTimestamp: String(Math.floor(record.modifiedMs / 1_000)),
  };
}

async function countsOf(
  { messages, clock }: SqsDependencies,
  { key }: Queue,
): Promise<Readonly<Record<string, string>>> {
  const { visible, inFlight, delayed } = await messages.counts(key, clock.nowMs());
  return {
    ApproximateNumberOfMessages: String(visible),
    ApproximateNumberOfMessagesNotVisible: String(inFlight),
    ApproximateNumberOfMessagesDelayed: String(delayed),
  };
}
