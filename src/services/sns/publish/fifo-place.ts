import { createHash } from "node:crypto";
import { snsError } from "../errors.ts";
import { isFifo, type TopicRecord } from "../topics/topic-record.ts";

/** Group and identity of a message; both undefined where the topic or the request has none. */
export interface FifoPlace {
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
}

interface FifoInput {
  readonly Message: string;
  readonly MessageGroupId?: string | undefined;
  readonly MessageDeduplicationId?: string | undefined;
}

const ID = /^[\w!"#$%&'()*+,\-./:;<=>?@[\\\]^`{|}~]{1,128}$/;

/** Checks what only FIFO topics have (SNS API reference, Publish). Throws `InvalidParameterException`. */
export function checkFifo(input: FifoInput, topic: TopicRecord): FifoPlace {
  const { MessageGroupId: groupId, MessageDeduplicationId: given } = input;
  if (!isFifo(topic)) {
    if (given !== undefined) throw snsError("deduplication-of-standard-topic");
    if (groupId !== undefined) checkId("MessageGroupId", groupId);
    return { groupId, deduplicationId: undefined };
  }
  if (groupId === undefined || groupId === "") throw snsError("no-group");
  checkId("MessageGroupId", groupId);
  if (given !== undefined) checkId("MessageDeduplicationId", given);
  else if (topic.attributes["ContentBasedDeduplication"] !== "true") throw snsError("no-deduplication");
  const deduplicationId = given ?? createHash("sha256").update(input.Message).digest("hex");
  return { groupId, deduplicationId };
}

function checkId(member: string, id: string): void {
  if (!ID.test(id)) throw snsError("fifo-id", { member });
}
