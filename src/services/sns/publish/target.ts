import { type OutgoingNotification, type Random, type Sender, TargetError, type Targets } from "../../../base/index.ts";
import { StoreFullError } from "../../../store/index.ts";
import { AwsError } from "../../../wire/index.ts";
import { parseTopicArn } from "../arn.ts";
import { snsError } from "../errors.ts";
import type { Registry } from "../registry.ts";
import { readMessage } from "./message.ts";
import type { Publisher } from "./publisher.ts";

export interface TopicTargetOptions {
  readonly registry: Registry;
  readonly publisher: Publisher;
  readonly random: Random;
}

/** Topics as targets of other rooms. */
export function topicTarget(options: TopicTargetOptions): Targets["publish"] {
  return async (arn, notification, sender) => {
    try {
      await send(options, arn, notification, sender);
    } catch (error) {
      if (error instanceof StoreFullError)
        throw new TargetError("InternalError", error.message, { retryable: true, cause: error });
      if (!(error instanceof AwsError)) throw error;
      throw new TargetError(error.code.replace(/Exception$/, ""), error.message, { retryable: false, cause: error });
    }
  };
}

async function send(
  { registry, publisher, random }: TopicTargetOptions,
  arn: string,
  { message, subject, attributes = {}, groupId, deduplicationId }: OutgoingNotification,
  sender: Sender,
): Promise<void> {
  const name = parseTopicArn(arn);
  if (name.scope.region !== sender.scope.region) throw snsError("invalid-member", { member: "TopicArn" });
  const { topic } = await registry.topic(name);
  const input = {
    Message: message,
    Subject: subject,
    MessageGroupId: groupId,
    MessageDeduplicationId: deduplicationId,
    MessageAttributes: Object.fromEntries(
      Object.entries(attributes).map(([key, { dataType, stringValue, binaryValue }]) => [
        key,
        { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue },
      ]),
    ),
  };
  await publisher.publish(name, [readMessage(input, topic, random)], sender.traceHeader);
}
