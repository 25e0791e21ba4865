// What each kind of event source has unless it is told otherwise, and what its mappings say of their state.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { useControlPlane } from "./lambda-fixture.ts";
import {
  ACCESS,
  accountWithFunction,
  BROKER,
  CLUSTER,
  DOCUMENTS,
  FAILURES,
  type Input,
  map,
  type Output,
  POSITION,
  QUEUE,
  read,
  STREAM,
  TABLE,
} from "./mapped-account.ts";

const fixture = useControlPlane();

const RETRIES = {
  DestinationConfig: { OnFailure: {} },
  MaximumRecordAgeInSeconds: -1,
  MaximumRetryAttempts: -1,
  BisectBatchOnFunctionError: false,
};
const SHARDS = { ...RETRIES, ParallelizationFactor: 1, TumblingWindowInSeconds: 0 };
const UNREAD = { LastProcessingResult: "No records processed" };
const SERVERS = { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: ["a.example:9092", "b.example:9092"] } };
const DATABASE = { DatabaseName: "db" };

/** What is asked for of each kind of source, and what is answered beside it. */
const KINDS: readonly (readonly [title: string, input: Input, added: (uuid: string) => Output])[] = [
  [
    "Amazon SQS",
    { EventSourceArn: QUEUE },
    () => ({ BatchSize: 10, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] }),
  ],
  [
    "Amazon SQS",
    { EventSourceArn: `${QUEUE}.fifo`, BatchSize: 3, ScalingConfig: { MaximumConcurrency: 5 } },
    () => ({ MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [] }),
  ],
  [
    "Amazon Kinesis",
    { EventSourceArn: STREAM, StartingPosition: "AT_TIMESTAMP", StartingPositionTimestamp: new Date(1_000) },
    () => ({ BatchSize: 100, MaximumBatchingWindowInSeconds: 0, FunctionResponseTypes: [], ...SHARDS, ...UNREAD }),
  ],
  [
    "Amazon DynamoDB",
    { EventSourceArn: TABLE, ...POSITION, DestinationConfig: FAILURES, MaximumRetryAttempts: 3 },
    () => ({
      BatchSize: 100,
      MaximumBatchingWindowInSeconds: 0,
      FunctionResponseTypes: [],
      ...SHARDS,
      DestinationConfig: FAILURES,
      MaximumRetryAttempts: 3,
      ...UNREAD,
    }),
  ],
  [
    "Amazon MSK",
    { EventSourceArn: CLUSTER, ...POSITION, Topics: ["topic"] },
    (uuid) => ({ BatchSize: 100, AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid }, ...UNREAD }),
  ],
  [
    "Amazon MSK",
    {
      EventSourceArn: CLUSTER,
      ...POSITION,
      Topics: ["provisioned"],
      ProvisionedPollerConfig: { MinimumPollers: 1, PollerGroupName: "group" },
      DestinationConfig: { OnFailure: { Destination: "kafka://failed" } },
      MaximumRetryAttempts: 2,
    },
    (uuid) => ({
      BatchSize: 100,
      ...RETRIES,
      DestinationConfig: { OnFailure: { Destination: "kafka://failed" } },
      MaximumRetryAttempts: 2,
      AmazonManagedKafkaEventSourceConfig: { ConsumerGroupId: uuid },
      ...UNREAD,
    }),
  ],
  [
    "Apache Kafka",
    {
      SelfManagedEventSource: SERVERS,
      Topics: ["topic"],
      SourceAccessConfigurations: ACCESS,
      SelfManagedKafkaEventSourceConfig: { ConsumerGroupId: "readers", ConsumptionMode: "Queue" },
    },
    () => ({ BatchSize: 100, ...UNREAD }),
  ],
  [
    "Amazon MQ",
    { EventSourceArn: BROKER, Queues: ["q"], SourceAccessConfigurations: ACCESS, MaximumBatchingWindowInSeconds: 2 },
    () => ({ BatchSize: 100, ...UNREAD }),
  ],
  [
    "Amazon DocumentDB",
    {
      EventSourceArn: DOCUMENTS,
      StartingPosition: "LATEST",
      SourceAccessConfigurations: ACCESS,
      DocumentDBEventSourceConfig: DATABASE,
    },
    () => ({ BatchSize: 100, DocumentDBEventSourceConfig: { ...DATABASE, FullDocument: "Default" }, ...UNREAD }),
  ],
];

describe("what a mapping has unless it is told otherwise", () => {
  for (const [title, input, added] of KINDS)
    it(`${title}: ${Object.keys(input).join(", ")}`, async () => {
      const account = await accountWithFunction(fixture());
      const made = await map(account, input);
      assert.match(made.UUID, /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      const reason = title === "Amazon Kinesis" || title === "Amazon DynamoDB" ? "User action" : "USER_INITIATED";
      const expected = {
        UUID: made.UUID,
        EventSourceMappingArn: `arn:aws:lambda:eu-west-1:${account.scope.accountId}:event-source-mapping:${made.UUID}`,
        FunctionArn: account.arn("f"),
        LastModified: new Date(fixture().clock.nowMs()),
        State: "Creating",
        StateTransitionReason: reason,
        ...input,
        ...added(made.UUID),
      };
      assert.deepEqual(made, expected);
      assert.deepEqual(await read(account, made.UUID), {
        ...expected,
        State: "Disabled",
        StateTransitionReason: `Hearth does not poll ${title} yet; the mapping is kept, and begins once it does.`,
      });
      const paused = await account.call("UpdateEventSourceMapping", { UUID: made.UUID, Enabled: false });
      assert.deepEqual([paused.State, paused.StateTransitionReason], ["Disabling", reason]);
      const { State, StateTransitionReason } = await read(account, made.UUID);
      assert.deepEqual([State, StateTransitionReason], ["Disabled", reason]);
      const resumed = await account.call("UpdateEventSourceMapping", { UUID: made.UUID, Enabled: true });
      assert.deepEqual(resumed, { ...expected, State: "Enabling" });
    });
});
