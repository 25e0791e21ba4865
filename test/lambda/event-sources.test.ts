// Event source mappings over the real stores: what each kind of source has unless it is told otherwise, and how mappings
// are changed, listed and deleted. What they refuse is in `event-source-error-rows.ts`.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { LambdaModel } from "../../src/wire/index.ts";
import { type Account, useControlPlane } from "./lambda-fixture.ts";

type Input = Partial<LambdaModel.CreateEventSourceMappingRequest>;
type Output = LambdaModel.EventSourceMappingConfiguration;

const fixture = useControlPlane();
const QUEUE = "arn:aws:sqs:eu-west-1:000000000000:queue";
const STREAM = "arn:aws:kinesis:eu-west-1:000000000000:stream/s";
const TABLE = "arn:aws:dynamodb:eu-west-1:000000000000:table/t/stream/2026-01-01T00:00:00.000";
const CLUSTER = "arn:aws:kafka:eu-west-1:000000000000:cluster/c/u-1";
const BROKER = "arn:aws:mq:eu-west-1:000000000000:broker:b:b-1";
const DOCUMENTS = "arn:aws:rds:eu-west-1:000000000000:cluster:docs";
const ACCESS = [{ Type: "BASIC_AUTH", URI: "arn:aws:secretsmanager:eu-west-1:000000000000:secret:s" }] as const;
const FAILURES = { OnFailure: { Destination: "arn:aws:sqs:eu-west-1:000000000000:failed" } };
const POSITION = { StartingPosition: "TRIM_HORIZON" } as const;

async function accountWithFunction(): Promise<Account> {
  const account = fixture().newAccount();
  await account.createActive("f");
  return account;
}

async function map(account: Account, input: Input): Promise<Output & { UUID: string }> {
  const made = await account.call("CreateEventSourceMapping", { FunctionName: "f", ...input });
  assert.ok(made.UUID);
  return { ...made, UUID: made.UUID };
}

async function read(account: Account, UUID: string): Promise<Output> {
  return account.call("GetEventSourceMapping", { UUID });
}

async function uuids(account: Account, input: object = {}): Promise<readonly (string | undefined)[]> {
  const { EventSourceMappings = [] } = await account.call("ListEventSourceMappings", input);
  return EventSourceMappings.map(({ UUID }) => UUID);
}

function inOrder(...made: readonly Output[]): readonly string[] {
  return made.map(({ UUID }) => UUID ?? "").toSorted();
}

function kafka(...servers: string[]): Input {
  return {
    SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: servers } },
    ...POSITION,
    Topics: ["topic"],
    SourceAccessConfigurations: ACCESS,
  };
}

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
      const account = await accountWithFunction();
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

it("an update keeps what it does not name and takes away what it gives empty", async () => {
  const account = await accountWithFunction();
  const FilterCriteria = { Filters: [{ Pattern: '{"data": {"a": [1]}}' }, { Pattern: '{"data": {"b": [2]}}' }] };
  const optional = {
    FilterCriteria,
    MetricsConfig: { Metrics: ["EventCount"] },
    KMSKeyArn: "arn:aws:kms:eu-west-1:000000000000:key/k",
    FunctionResponseTypes: ["ReportBatchItemFailures"],
    DestinationConfig: FAILURES,
  } as const;
  const { UUID, ...made } = await map(account, { EventSourceArn: STREAM, ...POSITION, BatchSize: 7, ...optional });
  await fixture().clock.advance(1_000);
  const changed = await account.call("UpdateEventSourceMapping", { UUID, MaximumRetryAttempts: 4 });
  const LastModified = new Date(fixture().clock.nowMs());
  const expected = { UUID, ...made, LastModified, State: "Updating", MaximumRetryAttempts: 4 };
  assert.deepEqual(changed, expected);
  const emptied = await account.call("UpdateEventSourceMapping", {
    UUID,
    FilterCriteria: {},
    MetricsConfig: { Metrics: [] },
    KMSKeyArn: "",
    FunctionResponseTypes: [],
    DestinationConfig: { OnFailure: {} },
  });
  const { FilterCriteria: filters, MetricsConfig, KMSKeyArn, ...kept } = expected;
  assert.deepEqual(emptied, { ...kept, FunctionResponseTypes: [], DestinationConfig: { OnFailure: {} } });
  assert.deepEqual([filters, MetricsConfig, KMSKeyArn], [FilterCriteria, optional.MetricsConfig, optional.KMSKeyArn]);
});

it("pollers are provisioned, limited further, and given up again", async () => {
  const account = await accountWithFunction();
  const { UUID } = await map(account, { EventSourceArn: QUEUE, ProvisionedPollerConfig: { MinimumPollers: 2 } });
  const limited = { UUID, ProvisionedPollerConfig: { MaximumPollers: 9 } };
  const { ProvisionedPollerConfig } = await account.call("UpdateEventSourceMapping", limited);
  assert.deepEqual(ProvisionedPollerConfig, { MinimumPollers: 2, MaximumPollers: 9 });
  const freed = await account.call("UpdateEventSourceMapping", { UUID, ProvisionedPollerConfig: {} });
  assert.equal(freed.ProvisionedPollerConfig, undefined);
});

it("a schema registry is used until it is given empty", async () => {
  const account = await accountWithFunction();
  const SchemaRegistryConfig = {
    SchemaRegistryURI: "https://registry.example",
    EventRecordFormat: "JSON",
    AccessConfigs: ACCESS.map(({ URI }) => ({ Type: "BASIC_AUTH", URI }) as const),
    SchemaValidationConfigs: [{ Attribute: "KEY" }, { Attribute: "VALUE" }],
  } as const;
  const AmazonManagedKafkaEventSourceConfig = { ConsumerGroupId: "readers", SchemaRegistryConfig };
  const input = { EventSourceArn: CLUSTER, ...POSITION, Topics: ["topic"], AmazonManagedKafkaEventSourceConfig };
  const { UUID, AmazonManagedKafkaEventSourceConfig: made } = await map(account, input);
  assert.deepEqual(made, AmazonManagedKafkaEventSourceConfig);
  const update = async (config: object): Promise<unknown> => {
    const request = { UUID, AmazonManagedKafkaEventSourceConfig: config };
    return (await account.call("UpdateEventSourceMapping", request)).AmazonManagedKafkaEventSourceConfig;
  };
  assert.deepEqual(await update({ ConsumerGroupId: "readers" }), AmazonManagedKafkaEventSourceConfig);
  assert.deepEqual(await update({ SchemaRegistryConfig: {} }), { ConsumerGroupId: "readers" });
});

it("a deletion answers what was deleted, after which it may be made again", async () => {
  const account = await accountWithFunction();
  const { UUID, ...made } = await map(account, { EventSourceArn: QUEUE });
  assert.deepEqual(await account.call("DeleteEventSourceMapping", { UUID }), { UUID, ...made, State: "Deleting" });
  assert.equal((await account.failure("GetEventSourceMapping", { UUID })).status, 404);
  const again = await map(account, { EventSourceArn: QUEUE });
  assert.notEqual(again.UUID, UUID);
  assert.deepEqual(await uuids(account), [again.UUID]);
});

describe("one source is read once for one function", () => {
  it("whoever else creates the mapping at the same time", async () => {
    const account = await accountWithFunction();
    const input = { FunctionName: "f", EventSourceArn: QUEUE };
    const outcomes = await Promise.allSettled(
      Array.from({ length: 8 }, () => account.call("CreateEventSourceMapping", input)),
    );
    const won = outcomes.flatMap((outcome) => (outcome.status === "fulfilled" ? [outcome.value.UUID] : []));
    assert.deepEqual(await uuids(account), won);
    assert.equal(won.length, 1);
    for (const outcome of outcomes)
      if (outcome.status === "rejected") assert.match(String(outcome.reason), new RegExp(`UUID ${won[0]}$`));
  });

  it("though another function, alias, topic or collection may read it too", async () => {
    const account = await accountWithFunction();
    await account.createActive("g");
    await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "$LATEST" });
    const documents = { EventSourceArn: DOCUMENTS, ...POSITION, SourceAccessConfigurations: ACCESS };
    const inputs: readonly Input[] = [
      { EventSourceArn: QUEUE },
      { EventSourceArn: QUEUE, FunctionName: "g" },
      { EventSourceArn: QUEUE, FunctionName: "f:live" },
      { EventSourceArn: CLUSTER, ...POSITION, Topics: ["one"] },
      { EventSourceArn: CLUSTER, ...POSITION, Topics: ["two"] },
      { ...documents, DocumentDBEventSourceConfig: { ...DATABASE, CollectionName: "one" } },
      { ...documents, DocumentDBEventSourceConfig: { ...DATABASE, CollectionName: "two" } },
    ];
    for (const input of inputs) await map(account, input);
    for (const input of inputs)
      assert.equal((await account.failure("CreateEventSourceMapping", { FunctionName: "f", ...input })).status, 409);
  });

  it("of a Kafka that shares a server too", async () => {
    const account = await accountWithFunction();
    const { UUID } = await map(account, kafka("a.example:9092", "b.example:9092"));
    const again = { FunctionName: "f", ...kafka("b.example:9092", "c.example:9092") };
    const { message } = await account.failure("CreateEventSourceMapping", again);
    assert.match(message, new RegExp(`UUID ${UUID}$`));
    await map(account, kafka("c.example:9092"));
  });

  it("and a mapping that moves to another function makes room", async () => {
    const account = await accountWithFunction();
    await account.createActive("g");
    const { UUID } = await map(account, { EventSourceArn: QUEUE });
    const moved = await account.call("UpdateEventSourceMapping", { UUID, FunctionName: "g" });
    assert.equal(moved.FunctionArn, account.arn("g"));
    const second = await map(account, { EventSourceArn: QUEUE });
    const back = await account.failure("UpdateEventSourceMapping", { UUID, FunctionName: "f" });
    assert.deepEqual([back.status, back.message.endsWith(second.UUID)], [409, true]);
    assert.equal((await read(account, UUID)).FunctionArn, account.arn("g"));
  });
});

describe("lists", () => {
  it("hold the mappings of one function, alias or source, or all of the account and region", async () => {
    const account = await accountWithFunction();
    await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "$LATEST" });
    const queue = await map(account, { EventSourceArn: QUEUE });
    const stream = await map(account, { EventSourceArn: STREAM, ...POSITION });
    const aliased = await map(account, { EventSourceArn: QUEUE, FunctionName: account.arn("f:live") });
    assert.deepEqual(await uuids(account), inOrder(queue, stream, aliased));
    assert.deepEqual(await uuids(account, { FunctionName: "f" }), inOrder(queue, stream));
    assert.deepEqual(await uuids(account, { FunctionName: account.arn("f:live") }), inOrder(aliased));
    assert.deepEqual(await uuids(account, { EventSourceArn: QUEUE }), inOrder(queue, aliased));
    assert.deepEqual(await uuids(account, { EventSourceArn: STREAM, FunctionName: "f:live" }), []);
    assert.deepEqual(await uuids(fixture().newAccount()), []);
  });

  it("come page by page", async () => {
    const account = await accountWithFunction();
    for (let number = 0; number < 5; number++) await map(account, { EventSourceArn: `${QUEUE}-${number}` });
    const seen: unknown[] = [];
    for (let Marker: string | undefined, pages = 0; pages === 0 || Marker !== undefined; pages++) {
      const page = await account.call("ListEventSourceMappings", { FunctionName: "f", MaxItems: 2, Marker });
      seen.push(...(page.EventSourceMappings ?? []).map(({ UUID }) => UUID));
      Marker = page.NextMarker;
    }
    assert.deepEqual(seen, await uuids(account));
    assert.equal(seen.length, 5);
  });

  it("keep a mapping whose function is gone", async () => {
    const account = await accountWithFunction();
    const { UUID } = await map(account, { EventSourceArn: QUEUE });
    await account.call("DeleteFunction", { FunctionName: "f" });
    assert.deepEqual(await uuids(account, { FunctionName: "f" }), [UUID]);
    await account.call("DeleteEventSourceMapping", { UUID });
    assert.equal((await account.failure("ListEventSourceMappings", { FunctionName: "f" })).status, 404);
  });
});

it("mappings outlive the server", async () => {
  const account = await accountWithFunction();
  const { UUID } = await map(account, { EventSourceArn: STREAM, ...POSITION, Enabled: false });
  const before = await read(account, UUID);
  await fixture().restart();
  assert.deepEqual(await read(account, UUID), before);
  assert.equal((await fixture().newAccount().failure("GetEventSourceMapping", { UUID })).status, 404);
});
