import type { Scope } from "../../../base/index.ts";
import { checkAttributes, checkTogether } from "../attributes/attribute-rules.ts";
import { changedAttributes, differingAttribute, newAttributes } from "../attributes/attribute-values.ts";
import { checkRedriveAllowPolicy, checkRedrivePolicy } from "../attributes/redrive-attributes.ts";
import type { Operation, SqsDependencies } from "../operation.ts";
import { type Queue, queueArn, queueKey, type QueueRecord, retentionMsOf } from "../queues/queue.ts";
import { checkQueueName } from "../queues/queue-name.ts";
import { queueUrl } from "../queues/queue-url.ts";
import { requireMembers } from "../required.ts";
import { sqsError } from "../sqs-error.ts";
import { checkTags } from "../tags.ts";

/** Answers with the existing queue when it has all the attributes that are asked for. */
export function createQueue(dependencies: SqsDependencies): Operation<"CreateQueue"> {
  const { queues } = dependencies;
  return async (input, { scope, origin }) => {
    requireMembers(input, ["QueueName"]);
    const { QueueName: name, Attributes: given = {}, tags = {} } = input;
    const fifo = given["FifoQueue"] === "true";
    checkQueueName(name, fifo);
    checkAttributes(given, fifo);
    // One after the other, or the second would empty what the first has made.
    await queues.inTurn(queueKey(scope, name), async () => {
      const existing = await queues.find(scope, name);
      if (existing === undefined) await make(dependencies, scope, name, { given, tags, fifo });
      else checkSame(existing, given);
    });
    return { QueueUrl: queueUrl(origin, scope, name) };
  };
}

interface Wish {
  readonly given: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
  readonly fifo: boolean;
}

async function make(dependencies: SqsDependencies, scope: Scope, name: string, wish: Wish): Promise<void> {
  const { queues, messages, clock, times } = dependencies;
  const { given, tags, fifo } = wish;
  await checkRedrives(dependencies, { arn: queueArn(scope, name), fifo }, given);
  checkTags(tags);
  const attributes = newAttributes(given, fifo);
  checkTogether(attributes);
  const key = queueKey(scope, name);
  if (times.deletedRecently(key)) throw sqsError("queue-deleted-recently");
  const nowMs = clock.nowMs();
  const record: QueueRecord = { createdMs: nowMs, modifiedMs: nowMs, attributes, tags };
  // First its place for messages, then the queue: one that can be found can be used.
  await messages.createQueue(key, { ordered: fifo, retentionMs: retentionMsOf(record) });
  await queues.create(scope, name, record);
}

/** Throws `QueueNameExists`. */
function checkSame(queue: Queue, given: Readonly<Record<string, string>>): void {
  const attribute = differingAttribute(queue, changedAttributes({}, given));
  if (attribute !== undefined) throw sqsError("queue-exists", { attribute });
}

/** Looks at the attributes that depend on other queues. */
export async function checkRedrives(
  { queues }: SqsDependencies,
  queue: { readonly arn: string; readonly fifo: boolean },
  { RedrivePolicy: policy = "", RedriveAllowPolicy: allow = "" }: Readonly<Record<string, string>>,
): Promise<void> {
  if (policy !== "") await checkRedrivePolicy(queues, queue, policy);
  if (allow !== "") checkRedriveAllowPolicy(allow);
}
