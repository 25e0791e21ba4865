import { type ErrorRow, conflict, invalid, notFound, row } from "./error-row.ts";
import {
  ACCESS,
  changing,
  cluster,
  fromSource,
  KAFKA,
  mapping,
  pollers,
  queue,
  sourceArn,
  START,
  stream,
  table,
  twice,
} from "./mapping-requests.ts";

const GONE = "6f2b0b4e-2a3c-4a8f-9d7e-0c6d8a1b2c3d";
const FIFO = "queue.fifo";

/** What names no mapping, function or source, or is there already. */
export const EVENT_SOURCE_IDENTITY_ERRORS: readonly ErrorRow[] = [
  ...(["GetEventSourceMapping", "UpdateEventSourceMapping", "DeleteEventSourceMapping"] as const).map((operation) =>
    row("requested-not-found", notFound, "The resource you requested does not exist.", (account) =>
      account.failure(operation, { UUID: GONE }),
    ),
  ),
  row("unrecognized-source", invalid, "Unrecognized event source.", mapping({})),
  row("unrecognized-source", invalid, "Unrecognized event source.", fromSource("sns", "topic", {})),
  row("mapped-function-not-found", invalid, "Function does not exist", queue({ FunctionName: "lost" })),
  row("mapped-function-not-found", invalid, "Function does not exist", queue({ FunctionName: "f:noalias" })),
  row(
    "mapped-function-not-found",
    invalid,
    "Function does not exist",
    changing((account) => ({ EventSourceArn: sourceArn(account, "sqs", "queue") }), { FunctionName: "lost" }),
  ),
  row("function-not-found", notFound, "Function not found: ARN:lost", (account) =>
    account.failure("ListEventSourceMappings", { FunctionName: "lost" }),
  ),
  row(
    "mapping-exists-sqs",
    conflict,
    'An event source mapping with SQS arn (" arn:aws:sqs:eu-west-1:ACCOUNT:queue ") and function (" f ") already exists. Please update or delete the existing mapping with UUID <uuid>',
    twice((account) => ({ EventSourceArn: sourceArn(account, "sqs", "queue") })),
  ),
  row(
    "mapping-exists",
    conflict,
    'The event source arn (" arn:aws:kinesis:eu-west-1:ACCOUNT:stream/s ") and function (" f ") provided mapping already exists. Please update or delete the existing mapping with UUID <uuid>',
    twice((account) => ({ EventSourceArn: sourceArn(account, "kinesis", "stream/s"), ...START })),
  ),
  row(
    "mapping-exists-kafka",
    conflict,
    'An event source mapping with event source ("a.example:9092,b.example:9092"), function ("ARN:f"), topics ("topic") already exists. Please update or delete the existing mapping with UUID <uuid>',
    twice(() => ({ ...KAFKA, Topics: ["topic"], ...ACCESS })),
  ),
];

/** Where a mapping may not start. */
export const EVENT_SOURCE_POSITION_ERRORS: readonly ErrorRow[] = [
  row(
    "no-starting-position",
    invalid,
    "1 validation error detected: Value null at 'startingPosition' failed to satisfy constraint: Member must not be null.",
    stream({}),
  ),
  row(
    "position-on-queue",
    invalid,
    "StartingPosition is not valid for SQS event sources.",
    queue({ StartingPosition: "LATEST" }),
  ),
  row(
    "position-not-for-source",
    invalid,
    "Unsupported starting position for arn type: arn:aws:dynamodb:eu-west-1:ACCOUNT:table/t/stream/2026",
    table({ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: new Date(1) }),
  ),
  row(
    "timestamp-without-position",
    invalid,
    "Timestamp only valid with StartingPosition AT_TIMESTAMP",
    stream({ ...START, StartingPositionTimestamp: new Date(1) }),
  ),
  row(
    "position-without-timestamp",
    invalid,
    "When the starting position is 'AT_TIMESTAMP', a starting position timestamp must be provided.",
    cluster({ StartingPosition: "AT_TIMESTAMP" }),
  ),
  row(
    "timestamp-before-1970",
    invalid,
    "Received Exception while reading from provided stream. class java.lang.Long can not be converted to a Timestamp",
    stream({ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: new Date(-1) }),
  ),
  row(
    "timestamp-in-future",
    invalid,
    "StartingPositionTimestamp must not be in the future.",
    stream({ StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: new Date("2999-01-01") }),
  ),
];

/** Values that are out of what a kind of source allows. */
export const EVENT_SOURCE_VALUE_ERRORS: readonly ErrorRow[] = [
  row(
    "batch-without-window",
    invalid,
    "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    queue({ BatchSize: 11 }),
  ),
  row(
    "batch-without-window",
    invalid,
    "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
    changing(
      (account) => ({
        EventSourceArn: sourceArn(account, "sqs", "queue"),
        BatchSize: 11,
        MaximumBatchingWindowInSeconds: 1,
      }),
      { MaximumBatchingWindowInSeconds: 0 },
    ),
  ),
  row(
    "window-on-fifo",
    invalid,
    "Batching window is not supported for FIFO queues",
    queue({ MaximumBatchingWindowInSeconds: 1 }, FIFO),
  ),
  row(
    "batch-on-fifo",
    invalid,
    "Batch size must not be greater than 10 for FIFO queues.",
    queue({ BatchSize: 11 }, FIFO),
  ),
  row(
    "bad-record-age",
    invalid,
    "MaximumRecordAgeInSeconds must be -1, or from 60 to 604800.",
    stream({ ...START, MaximumRecordAgeInSeconds: 59 }),
  ),
  row(
    "bad-filter",
    invalid,
    "Invalid filter pattern definition.",
    queue({ FilterCriteria: { Filters: [{ Pattern: '{"body": ["x"]}' }, { Pattern: "[" }] } }),
  ),
  row(
    "too-many-filters",
    invalid,
    "FilterCriteria must not have more than 5 filters.",
    queue({ FilterCriteria: { Filters: Array.from({ length: 6 }, () => ({ Pattern: '{"body": ["x"]}' })) } }),
  ),
  row(
    "pollers-and-concurrency",
    invalid,
    "Provisioned mode for SQS ESM does not support maximum concurrency feature. Use MaximumPollers as the control mechanism and remove maximum concurrency.",
    queue({ ...pollers({ MinimumPollers: 2 }), ScalingConfig: { MaximumConcurrency: 2 } }),
  ),
  row(
    "bad-pollers",
    invalid,
    "MinimumPollers must be from 2 to 200, and MaximumPollers from MinimumPollers to 10000.",
    queue(pollers({ MinimumPollers: 1 })),
  ),
  row(
    "bad-pollers",
    invalid,
    "MinimumPollers must be from 1 to 200, and MaximumPollers from MinimumPollers to 2000.",
    cluster({ ...START, ...pollers({ MinimumPollers: 5, MaximumPollers: 4 }) }),
  ),
  row(
    "timeout-too-long-for-source",
    invalid,
    "A function that such an event source invokes must not have a timeout of more than 840 seconds; this one has 900.",
    async (account) => {
      await account.createActive("slow", { Timeout: 900 });
      return cluster({ FunctionName: "slow", ...START })(account);
    },
  ),
  row(
    "bad-consumption-mode",
    invalid,
    "ConsumptionMode must be Stream or Queue; 'Topic' is neither.",
    mapping({
      ...KAFKA,
      Topics: ["topic"],
      ...ACCESS,
      SelfManagedKafkaEventSourceConfig: { ConsumptionMode: "Topic" },
    }),
  ),
  ...(["ConsumptionMode", "ConsumerGroupId"] as const).map((member) =>
    row(
      "fixed-at-creation",
      invalid,
      `${member} cannot be changed; create another event source mapping instead.`,
      changing(() => ({ ...KAFKA, Topics: ["topic"], ...ACCESS }), {
        SelfManagedKafkaEventSourceConfig: { [member]: "Queue" },
      }),
    ),
  ),
];
