import { AwsError, type SnsModel } from "../../../wire/index.ts";
import { ownTopic } from "../arn.ts";
import { snsError } from "../errors.ts";
import { type Operation, type SnsDependencies, traceHeaderOf } from "../operation.ts";
import { type Message, messageBytesMax, readMessage } from "../publish/message.ts";

/** SNS API reference, PublishBatch. */
const ENTRIES_MAX = 10;
const ID_LENGTH_MAX = 80;
/** Faults that refuse the whole batch, not the entry alone. */
const BATCH_FAULTS = new Set(["InvalidParameterValueException"]);
const FIFO_FAULTS = /MessageGroupId|MessageDeduplicationId/;

type Entry = SnsModel.PublishBatchRequestEntry;

/** Publishes up to ten messages; those that are refused do not keep the others. Throws `AwsError`. */
export function publishBatch({ registry, publisher, random }: SnsDependencies): Operation<"PublishBatch"> {
  return async ({ TopicArn, PublishBatchRequestEntries: entries }, context) => {
    checkEntries(entries);
    const name = ownTopic(TopicArn, context, "Publish");
    const { topic } = await registry.topic(name);
    const read = entries.map((entry) => ({ id: entry.Id, ...tryRead(() => readMessage(entry, topic, random)) }));
    const accepted = read.flatMap(({ id, message }) => (message === undefined ? [] : [{ id, message }]));
    const messages = accepted.map(({ message }) => message);
    if (messages.reduce((sum, { bytes }) => sum + bytes, 0) > messageBytesMax(topic)) throw snsError("batch-too-long");
    const published = messages.length === 0 ? [] : await publisher.publish(name, messages, traceHeaderOf(context));
    return {
      Successful: accepted.map(({ id }, index) => ({
        Id: id,
        MessageId: published[index]?.messageId,
        SequenceNumber: published[index]?.sequenceNumber,
      })),
      Failed: read.flatMap(({ id, fault }) => (fault === undefined ? [] : [failure(id, fault)])),
    };
  };
}

function checkEntries(entries: readonly Entry[]): void {
  if (entries.length === 0) throw snsError("empty-batch");
  if (entries.length > ENTRIES_MAX) throw snsError("batch-too-many");
  if (new Set(entries.map(({ Id }) => Id)).size < entries.length) throw snsError("batch-ids");
  for (const { Id: id } of entries) {
    if (id.length > ID_LENGTH_MAX) throw snsError("batch-id-length", { id });
    if (!/^[\w-]+$/.test(id)) throw snsError("batch-id-character", { id });
  }
}

function tryRead(read: () => Message): { readonly message?: Message; readonly fault?: AwsError } {
  try {
    return { message: read() };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (BATCH_FAULTS.has(error.code) || FIFO_FAULTS.test(error.message)) throw error;
    return { fault: error };
  }
}

function failure(Id: string, { code, message }: AwsError): SnsModel.BatchResultErrorEntry {
  return { Id, Code: code.replace(/Exception$/, ""), Message: message, SenderFault: true };
}
