import { checkPolicyText } from "./policy-text.ts";
import { sqsError } from "../sqs-error.ts";

/** An attribute of a queue that can be set (SQS API reference, SetQueueAttributes). */
export interface AttributeRule {
  /** Has no effect here beyond being kept and answered. */
  readonly storedBecause?: string;
  readonly fifoOnly?: true;
  /** What a queue has that was made without it. */
  readonly initial?: string;
  /** An empty value takes it away. */
  readonly removable?: true;
  /** Throws `InvalidAttributeValue`. */
  readonly check: (value: string, name: string) => void;
}

function whole(min: number, max: number): AttributeRule["check"] {
  return (value, name) => {
    const number = /^-?\d{1,12}$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= min && number <= max)) throw sqsError("attribute-value", { name });
  };
}

function oneOf(...values: readonly string[]): AttributeRule["check"] {
  return (value, name) => {
    if (!values.includes(value)) throw sqsError("attribute-value", { name });
  };
}

const flag = oneOf("true", "false");
const policy: AttributeRule["check"] = (value, name) => checkPolicyText(value, name);

/** In the order in which their errors are told. Redrive policies are checked where the other queues are known. */
export const ATTRIBUTE_RULES: Readonly<Record<string, AttributeRule>> = {
  VisibilityTimeout: { initial: "30", check: whole(0, 43_200) },
  MaximumMessageSize: { initial: "1048576", check: whole(1_024, 1_048_576) },
  MessageRetentionPeriod: { initial: "345600", check: whole(60, 1_209_600) },
  DelaySeconds: { initial: "0", check: whole(0, 900) },
  ReceiveMessageWaitTimeSeconds: { initial: "0", check: whole(0, 20) },
  Policy: { removable: true, check: policy, storedBecause: "policies are not enforced yet" },
  RedrivePolicy: { removable: true, check: () => {} },
  RedriveAllowPolicy: { removable: true, check: () => {} },
  KmsMasterKeyId: {
    removable: true,
    check: () => {},
    storedBecause: "messages are not encrypted on this server's disk",
  },
  KmsDataKeyReusePeriodSeconds: {
    check: whole(60, 86_400),
    storedBecause: "messages are not encrypted on this server's disk",
  },
  SqsManagedSseEnabled: {
    initial: "true",
    check: flag,
    storedBecause: "messages are not encrypted on this server's disk",
  },
  FifoQueue: { fifoOnly: true, check: flag },
  ContentBasedDeduplication: { fifoOnly: true, initial: "false", check: flag },
  DeduplicationScope: { fifoOnly: true, initial: "queue", check: oneOf("messageGroup", "queue") },
  FifoThroughputLimit: {
    fifoOnly: true,
    initial: "perQueue",
    check: oneOf("perQueue", "perMessageGroupId"),
    storedBecause: "queues have no quota of requests per second here",
  },
};

/** Attributes that a queue has by itself. */
export const COMPUTED_ATTRIBUTES = [
  "ApproximateNumberOfMessages",
  "ApproximateNumberOfMessagesNotVisible",
  "ApproximateNumberOfMessagesDelayed",
  "CreatedTimestamp",
  "LastModifiedTimestamp",
  "QueueArn",
] as const;

/** Throws `InvalidAttributeName` or `InvalidAttributeValue` for what a queue of this type may not be given. */
export function checkAttributes(attributes: Readonly<Record<string, string>>, fifo: boolean): void {
  for (const [name, value] of Object.entries(attributes)) {
    const rule = Object.hasOwn(ATTRIBUTE_RULES, name) ? ATTRIBUTE_RULES[name] : undefined;
    if (rule === undefined || (rule.fifoOnly === true && !fifo)) throw sqsError("unknown-attribute", { name });
    if (value !== "" || rule.removable !== true) rule.check(value, name);
  }
}

/** What contradicts itself, looked at in the attributes that a queue would have. */
export function checkTogether(attributes: Readonly<Record<string, string>>): void {
  if (attributes["KmsMasterKeyId"] !== undefined && attributes["SqsManagedSseEnabled"] === "true")
    throw sqsError("one-encryption");
  if (attributes["FifoThroughputLimit"] === "perMessageGroupId" && attributes["DeduplicationScope"] !== "messageGroup")
    throw sqsError("attribute-value-reason", {
      name: "FifoThroughputLimit",
      reason: "perMessageGroupId is allowed only when the value of DeduplicationScope is messageGroup.",
    });
}
