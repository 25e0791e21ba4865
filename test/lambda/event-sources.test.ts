// How event source mappings are changed, listed and deleted, over the real stores. What they refuse is in
// `event-source-error-rows.ts` and `event-source-member-error-rows.ts`.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Account, useControlPlane } from "./lambda-fixture.ts";
import {
  ACCESS,
  accountWithFunction,
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
} from "./mapped-account.ts";
import { wireRequest } from "./wire-request.ts";

const fixture = useControlPlane();

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

it("an update keeps what it does not name and takes away what it gives empty", async () => {
  const account = await accountWithFunction(fixture());
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
  const account = await accountWithFunction(fixture());
  const { UUID } = await map(account, { EventSourceArn: QUEUE, ProvisionedPollerConfig: { MinimumPollers: 2 } });
  const limited = { UUID, ProvisionedPollerConfig: { MaximumPollers: 9 } };
  const { ProvisionedPollerConfig } = await account.call("UpdateEventSourceMapping", limited);
  assert.deepEqual(ProvisionedPollerConfig, { MinimumPollers: 2, MaximumPollers: 9 });
  const freed = await account.call("UpdateEventSourceMapping", { UUID, ProvisionedPollerConfig: {} });
  assert.equal(freed.ProvisionedPollerConfig, undefined);
});

it("a schema registry is used until it is given empty", async () => {
  const account = await accountWithFunction(fixture());
  const SchemaRegistryConfig = {
    SchemaRegistryURI: "https://schemas.example",
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
  const account = await accountWithFunction(fixture());
  const { UUID, ...made } = await map(account, { EventSourceArn: QUEUE });
  assert.deepEqual(await account.call("DeleteEventSourceMapping", { UUID }), { UUID, ...made, State: "Deleting" });
  assert.equal((await account.failure("GetEventSourceMapping", { UUID })).status, 404);
  const again = await map(account, { EventSourceArn: QUEUE });
  assert.notEqual(again.UUID, UUID);
  assert.deepEqual(await uuids(account), [again.UUID]);
});

describe("one source is read once for one function", () => {
  it("whoever else creates the mapping at the same time", async () => {
    const account = await accountWithFunction(fixture());
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
    const account = await accountWithFunction(fixture());
    await account.createActive("g");
    await account.call("CreateAlias", { FunctionName: "f", Name: "live", FunctionVersion: "$LATEST" });
    const documents = { EventSourceArn: DOCUMENTS, ...POSITION, SourceAccessConfigurations: ACCESS };
    const inputs: readonly Input[] = [
      { EventSourceArn: QUEUE },
      { EventSourceArn: QUEUE, FunctionName: "g" },
      { EventSourceArn: QUEUE, FunctionName: "f:live" },
      { EventSourceArn: CLUSTER, ...POSITION, Topics: ["one"] },
      { EventSourceArn: CLUSTER, ...POSITION, Topics: ["two"] },
      { ...documents, DocumentDBEventSourceConfig: { DatabaseName: "db", CollectionName: "one" } },
      { ...documents, DocumentDBEventSourceConfig: { DatabaseName: "db", CollectionName: "two" } },
    ];
    for (const input of inputs) await map(account, input);
    for (const input of inputs)
      assert.equal((await account.failure("CreateEventSourceMapping", { FunctionName: "f", ...input })).status, 409);
  });

  it("of a Kafka that shares a server too", async () => {
    const account = await accountWithFunction(fixture());
    const { UUID } = await map(account, kafka("a.example:9092", "b.example:9092"));
    const again = { FunctionName: "f", ...kafka("b.example:9092", "c.example:9092") };
    const { message } = await account.failure("CreateEventSourceMapping", again);
    assert.match(message, new RegExp(`UUID ${UUID}$`));
    await map(account, kafka("c.example:9092"));
  });

  it("and a mapping that moves to another function makes room", async () => {
    const account = await accountWithFunction(fixture());
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
    const account = await accountWithFunction(fixture());
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
    const account = await accountWithFunction(fixture());
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
    const account = await accountWithFunction(fixture());
    const { UUID } = await map(account, { EventSourceArn: QUEUE });
    await account.call("DeleteFunction", { FunctionName: "f" });
    assert.deepEqual(await uuids(account, { FunctionName: "f" }), [UUID]);
    await account.call("DeleteEventSourceMapping", { UUID });
    assert.equal((await account.failure("ListEventSourceMappings", { FunctionName: "f" })).status, 404);
  });
});

it("mappings outlive the server", async () => {
  const account = await accountWithFunction(fixture());
  const { UUID } = await map(account, { EventSourceArn: STREAM, ...POSITION, Enabled: false });
  const before = await read(account, UUID);
  await fixture().restart();
  assert.deepEqual(await read(account, UUID), before);
  assert.equal((await fixture().newAccount().failure("GetEventSourceMapping", { UUID })).status, 404);
});

it("times are seconds on the wire, and what begins to happen is answered with 202", async () => {
  const account = new Account(fixture(), { accountId: "000000000000", region: "eu-west-1" });
  await account.createActive("f");
  const path = "/2015-03-31/event-source-mappings";
  const input = { FunctionName: "f", EventSourceArn: STREAM, StartingPosition: "AT_TIMESTAMP" };
  const created = await wireRequest(fixture(), "POST", path, { ...input, StartingPositionTimestamp: 1.5 });
  const made = created.body as { readonly UUID: string };
  const times = { LastModified: fixture().clock.nowMs() / 1_000, StartingPositionTimestamp: 1.5 };
  assert.deepEqual([created.status, { ...made, ...times }], [202, made]);
  const url = `${path}/${made.UUID}`;
  assert.equal((await wireRequest(fixture(), "PUT", url, { BatchSize: 5 })).status, 202);
  const list = await wireRequest(fixture(), "GET", `${path}?FunctionName=f`);
  assert.deepEqual(
    (list.body as { EventSourceMappings: Output[] }).EventSourceMappings.map((one) => one.UUID),
    [made.UUID],
  );
  assert.equal((await wireRequest(fixture(), "DELETE", url)).status, 202);
  assert.deepEqual(await wireRequest(fixture(), "GET", url), {
    status: 404,
    errorType: "ResourceNotFoundException",
    body: { Type: "User", Message: "The resource you requested does not exist." },
  });
});
