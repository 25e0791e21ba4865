import { topicArn } from "../arn.ts";
import { snsError } from "../errors.ts";
import type { Operation, SnsDependencies } from "../operation.ts";
import { readTags } from "../tags.ts";
import { checkDataProtectionPolicy } from "../topics/data-protection-policy.ts";
import { checkNewAttributes } from "../topics/topic-attributes.ts";
import type { TopicRecord } from "../topics/topic-record.ts";

/** SNS quotas: standard topics of an account. */
const TOPICS_MAX = 100_000;
const NAME = /^[\w-]{1,256}$/;
const FIFO_NAME = /^(?=.{6,256}$)[\w-]+\.fifo$/;

/** Makes a topic, or answers the one of this name. Throws `InvalidParameterException`, `TopicLimitExceededException`. */
export function createTopic({ registry }: SnsDependencies): Operation<"CreateTopic"> {
  return async ({ Name, Attributes = {}, Tags = [], DataProtectionPolicy }, { scope }) => {
    const fifo = Attributes["FifoTopic"]?.toLowerCase() === "true";
    if (fifo && !FIFO_NAME.test(Name)) throw snsError("fifo-topic-name");
    if (!fifo && !NAME.test(Name)) throw snsError("topic-name");
    const topic: TopicRecord = {
      form: 1,
      name: Name,
      attributes: checkNewAttributes(Attributes, fifo),
      tags: readTags(Tags),
      dataProtectionPolicy: checkDataProtectionPolicy(DataProtectionPolicy),
      subscriptionsDeleted: 0,
    };
    const topics = await registry.scope(scope);
    await topics.change(async () => {
      const existing = topics.topic(Name);
      if (existing !== undefined) return checkSame(existing, topic);
      if (topics.topicNames().length >= TOPICS_MAX) throw snsError("too-many-topics");
      await topics.putTopic(topic);
    });
    return { TopicArn: topicArn(scope, Name) };
  };
}

/** Making a topic again changes nothing, so it must not ask for anything else. */
function checkSame(existing: TopicRecord, wanted: TopicRecord): void {
  if (!isWithin(wanted.attributes, existing.attributes)) throw snsError("topic-with-other-attributes");
  if (!isWithin(wanted.tags, existing.tags)) throw snsError("topic-with-other-tags");
}

function isWithin(part: Readonly<Record<string, string>>, whole: Readonly<Record<string, string>>): boolean {
  return Object.entries(part).every(([name, value]) => whole[name] === value);
}
