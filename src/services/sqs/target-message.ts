import {
  type Clock,
  type OutgoingMessage,
  type Random,
  type Sender,
  TargetError,
  type Targets,
} from "../../base/index.ts";
import { MessageBacklogFull, MessageQueueMissing, type MessageStore, StoreFullError } from "../../store/index.ts";
import { AwsError } from "../../wire/index.ts";
import { checkedMessage, checkSize, type GivenMessage } from "./messages/message-check.ts";
import { sendChecked } from "./messages/sending.ts";
import type { Waiting } from "./messages/waiting.ts";
import type { QueueDirectory } from "./queues/queue-directory.ts";
import { sqsError } from "./sqs-error.ts";

export interface TargetParts {
  readonly queues: QueueDirectory;
  readonly messages: MessageStore;
  readonly waiting: Waiting;
  readonly clock: Clock;
  readonly random: Random;
}

/** Sends what other services deliver to queues. Throws `TargetError`. */
export function targetMessages(parts: TargetParts): Targets["sendMessage"] {
  return async (arn, message, sender) => {
    try {
      await send(parts, arn, message, sender);
    } catch (error) {
      throw targetError(error);
    }
  };
}

async function send(parts: TargetParts, arn: string, message: OutgoingMessage, sender: Sender): Promise<void> {
  const queue = await parts.queues.findByArn(arn);
  if (queue === undefined) throw sqsError("queue-missing");
  const nowMs = parts.clock.nowMs();
  const { random } = parts;
  const checked = checkedMessage(queue, given(message, sender), { nowMs, senderId: sender.principal, random });
  checkSize(queue, checked);
  await sendChecked(parts, queue, [checked], nowMs);
}

function given({ body, attributes = {}, groupId, deduplicationId }: OutgoingMessage, sender: Sender): GivenMessage {
  const { traceHeader } = sender;
  return {
    MessageBody: body,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([name, { dataType, stringValue, binaryValue }]) => [
        name,
        { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
      ]),
    ),
    ...(traceHeader === undefined
      ? {}
      : { MessageSystemAttributes: { AWSTraceHeader: { DataType: "String", StringValue: traceHeader } } }),
    ...(groupId === undefined ? {} : { MessageGroupId: groupId }),
    ...(deduplicationId === undefined ? {} : { MessageDeduplicationId: deduplicationId }),
  };
}

/** Codes as senders know them from the older protocol. */
const CODES: Readonly<Record<string, string>> = {
  QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue",
  InvalidParameterValueException: "InvalidParameterValue",
  MissingRequiredParameterException: "MissingParameter",
};

function targetError(error: unknown): unknown {
  if (error instanceof MessageQueueMissing) return targetError(sqsError("queue-missing"));
  if (error instanceof MessageBacklogFull || error instanceof StoreFullError)
    return new TargetError("ServiceUnavailable", error.message, { retryable: true, cause: error });
  if (!(error instanceof AwsError)) return error;
  return new TargetError(CODES[error.code] ?? error.code, error.message, { retryable: false, cause: error });
}
