/** Kinds of event source; each takes members of its own and has limits of its own. */
export type SourceKind =
  | "sqs"
  | "sqs-fifo"
  | "kinesis"
  | "dynamodb"
  | "kafka"
  | "self-managed-kafka"
  | "mq"
  | "documentdb";

// A type alias and not an interface, since it is stored.

/** What a mapping reads: by its ARN, or a Kafka that is known by its servers. */
export type EventSource =
  | { readonly kind: Exclude<SourceKind, "self-managed-kafka">; readonly arn: string }
  | { readonly kind: "self-managed-kafka"; readonly servers: readonly string[] };

/** By the service and the resource of an ARN; the first that matches. */
const BY_ARN: readonly (readonly [pattern: RegExp, kind: Exclude<SourceKind, "self-managed-kafka">])[] = [
  [/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+\.fifo$/, "sqs-fifo"],
  [/^arn:[^:]+:sqs:[^:]+:\d{12}:[^:]+$/, "sqs"],
  [/^arn:[^:]+:kinesis:[^:]+:\d{12}:stream\/.+$/, "kinesis"],
  [/^arn:[^:]+:dynamodb:[^:]+:\d{12}:table\/[^/]+\/stream\/.+$/, "dynamodb"],
  [/^arn:[^:]+:kafka:[^:]+:\d{12}:(?:cluster|vpc-connection)\/.+$/, "kafka"],
  [/^arn:[^:]+:mq:[^:]+:\d{12}:broker:.+$/, "mq"],
  [/^arn:[^:]+:rds:[^:]+:\d{12}:cluster:.+$/, "documentdb"],
];

/** How people call the service that a source belongs to. */
export const SOURCE_TITLES: Readonly<Record<SourceKind, string>> = {
  sqs: "Amazon SQS",
  "sqs-fifo": "Amazon SQS",
  kinesis: "Amazon Kinesis",
  dynamodb: "Amazon DynamoDB",
  kafka: "Amazon MSK",
  "self-managed-kafka": "Apache Kafka",
  mq: "Amazon MQ",
  documentdb: "Amazon DocumentDB",
};

/** Undefined when nothing of this ARN can be read. */
export function sourceOfArn(arn: string): EventSource | undefined {
  const kind = BY_ARN.find(([pattern]) => pattern.test(arn))?.[1];
  return kind === undefined ? undefined : { kind, arn };
}

export function isQueue(kind: SourceKind): boolean {
  return kind === "sqs" || kind === "sqs-fifo";
}

/** Whether it is read shard by shard. */
export function isStream(kind: SourceKind): boolean {
  return kind === "kinesis" || kind === "dynamodb";
}

export function isKafka(kind: SourceKind): boolean {
  return kind === "kafka" || kind === "self-managed-kafka";
}
