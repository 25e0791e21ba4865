import type { OperationContext, SnsModel } from "../../../wire/index.ts";
import { ownTopic, type TopicName } from "../arn.ts";
import { snsError } from "../errors.ts";
import { type Operation, type SnsDependencies, traceHeaderOf } from "../operation.ts";
import { readMessage } from "../publish/message.ts";

/** Publishes a message to a topic. Throws `AwsError`. */
export function publish({ registry, publisher, random }: SnsDependencies): Operation<"Publish"> {
  return async (input, context) => {
    const name = targetOf(input, context);
    const { topic } = await registry.topic(name);
    const message = readMessage(input, topic, random);
    const [published] = await publisher.publish(name, [message], traceHeaderOf(context));
    return { MessageId: published?.messageId, SequenceNumber: published?.sequenceNumber };
  };
}

function targetOf({ TopicArn, TargetArn, PhoneNumber }: SnsModel.PublishInput, context: OperationContext): TopicName {
  if (PhoneNumber !== undefined) {
    if (!/^\+?[1-9]\d{1,14}$/.test(PhoneNumber)) throw snsError("phone-number", { number: PhoneNumber });
    throw snsError("no-sms");
  }
  const arn = TopicArn ?? TargetArn;
  if (arn === undefined) throw snsError("no-target");
  if (arn.includes(":endpoint/")) throw snsError("no-platform-endpoint");
  return ownTopic(arn, context, "Publish");
}
