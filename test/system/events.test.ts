// EventBridge as the stock AWS CLI and the JavaScript SDK see it.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import {
  EventBridgeClient,
  EventBridgeServiceException,
  ListRulesCommand,
  PutEventsCommand,
  type PutEventsCommandOutput,
  PutRuleCommand,
  PutTargetsCommand,
  TestEventPatternCommand,
} from "@aws-sdk/client-eventbridge";
import { AwsCli } from "./aws-cli.ts";
import { HearthProcess } from "./hearth-process.ts";

let hearth: HearthProcess;
let aws: AwsCli;
let client: EventBridgeClient;

const ACCOUNT = "000000000000";

before(async () => {
  hearth = await HearthProcess.start();
  aws = new AwsCli(hearth.endpoint);
  client = sdk();
});

/** Another server over the same data. */
async function startAgain(): Promise<void> {
  hearth = await HearthProcess.start({ dataFolder: hearth.dataFolder });
  aws = new AwsCli(hearth.endpoint);
  client.destroy();
  client = sdk();
}

function sdk(): EventBridgeClient {
  const credentials = { accessKeyId: "test", secretAccessKey: "test" };
  return new EventBridgeClient({ endpoint: hearth.endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
}

after(async () => {
  client.destroy();
  await hearth.dispose();
});

it("the CLI makes a bus with a rule and a target, and takes them away", async () => {
  const events = (...words: readonly string[]): Promise<Record<string, unknown>> => aws.json("events", ...words);
  const bus = ["--event-bus-name", "orders"];
  const busArn = `arn:aws:events:us-east-1:${ACCOUNT}:event-bus/orders`;
  assert.deepEqual(await events("create-event-bus", "--name", "orders"), { EventBusArn: busArn });
  const pattern = '{"source":["shop"],"detail":{"total":[{"numeric":[">",100]}]}}';
  assert.deepEqual(await events("put-rule", "--name", "large", ...bus, "--event-pattern", pattern), {
    RuleArn: `arn:aws:events:us-east-1:${ACCOUNT}:rule/orders/large`,
  });
  const target = { Id: "1", Arn: `arn:aws:sqs:us-east-1:${ACCOUNT}:large-orders`, InputPath: "$.detail" };
  const targets = ["--targets", JSON.stringify([target])];
  assert.deepEqual(await events("put-targets", "--rule", "large", ...bus, ...targets), {
    FailedEntryCount: 0,
    FailedEntries: [],
  });
  assert.deepEqual(await events("list-targets-by-rule", "--rule", "large", ...bus), { Targets: [target] });
  const rule = await events("describe-rule", "--name", "large", ...bus);
  assert.equal(rule["EventPattern"], pattern);
  assert.equal(rule["State"], "ENABLED");
  assert.match(
    await aws.failure("events", "delete-rule", "--name", "large", ...bus),
    /\(ValidationException\) when calling the DeleteRule operation: Rule can't be deleted since it has targets\./,
  );
  await events("remove-targets", "--rule", "large", ...bus, "--ids", "1");
  await events("delete-rule", "--name", "large", ...bus);
  await events("delete-event-bus", "--name", "orders");
  assert.match(
    await aws.failure("events", "describe-event-bus", "--name", "orders"),
    /\(ResourceNotFoundException\) when calling the DescribeEventBus operation: Event bus orders does not exist\./,
  );
});

it("the CLI is told what is wrong with a pattern, and where", async () => {
  assert.match(
    await aws.failure("events", "put-rule", "--name", "bad", "--event-pattern", '{"source": "shop"}'),
    /\(InvalidEventPatternException\) .*: Event pattern is not valid\. Reason: "source" must be an object or an array\n at \[Source: \(String\)"{"source": "shop"}"; line: 1, column: 13\]/,
  );
});

it("the CLI puts events, and is told of those that were not accepted", async () => {
  const entries = [
    { Source: "shop", DetailType: "Order", Detail: "{}" },
    { Source: "shop", DetailType: "Order", Detail: "{" },
  ];
  const answer = await aws.json<{ FailedEntryCount: number; Entries: Record<string, string>[] }>(
    "events",
    "put-events",
    "--entries",
    JSON.stringify(entries),
  );
  assert.equal(answer.FailedEntryCount, 1);
  assert.match(answer.Entries[0]?.["EventId"] ?? "", /^[0-9a-f-]{36}$/);
  assert.deepEqual(answer.Entries[1], { ErrorCode: "MalformedDetail", ErrorMessage: "Detail is malformed." });
});

it(
  "an event that matches reaches its target, and a kill -9 in between changes nothing",
  { timeout: 60_000 },
  async () => {
    await aws.text("logs", "create-log-group", "--log-group-name", "/aws/events/shop");
    const Arn = `arn:aws:logs:us-east-1:${ACCOUNT}:log-group:/aws/events/shop`;
    await client.send(new PutRuleCommand({ Name: "logged", EventPattern: '{"detail":{"n":[{"exists":true}]}}' }));
    await client.send(new PutTargetsCommand({ Rule: "logged", Targets: [{ Id: "1", Arn, InputPath: "$.detail.n" }] }));
    const put = (n: number): Promise<PutEventsCommandOutput> =>
      client.send(new PutEventsCommand({ Entries: [{ Source: "shop", DetailType: "Order", Detail: `{"n":${n}}` }] }));
    await Promise.all(Array.from({ length: 20 }, (_, n) => put(n)));
    await hearth.end("SIGKILL");
    await startAgain();
    await put(20);
    const expected = Array.from({ length: 21 }, (_, n) => String(n));
    const seen = new Set<string>();
    while (!expected.every((n) => seen.has(n))) {
      const { events } = await aws.json<{ events: { message: string }[] }>(
        "logs",
        "filter-log-events",
        "--log-group-name",
        "/aws/events/shop",
      );
      for (const { message } of events) seen.add(message);
    }
    assert.equal(seen.size, expected.length);
  },
);

it("the SDK puts rules and pages through them", async () => {
  const EventPattern = '{"source":["s"]}';
  for (const Name of ["page-1", "page-2", "page-3"]) await client.send(new PutRuleCommand({ Name, EventPattern }));
  const { Rules = [], NextToken } = await client.send(new ListRulesCommand({ NamePrefix: "page-", Limit: 2 }));
  assert.equal(Rules.length, 2);
  assert.notEqual(NextToken, undefined);
  const rest = await client.send(new ListRulesCommand({ NamePrefix: "page-", NextToken }));
  const names = [...Rules, ...(rest.Rules ?? [])].map(({ Name }) => Name);
  assert.deepEqual(names, ["page-1", "page-2", "page-3"]);
});

it("the SDK tests a pattern on an event", async () => {
  const Event = JSON.stringify({
    id: "1",
    account: "2",
    source: "s",
    time: "t",
    region: "r",
    resources: [],
    "detail-type": "d",
  });
  for (const [EventPattern, expected] of [
    ['{"source":[{"wildcard":"*"}]}', true],
    ['{"source":[{"anything-but":"s"}]}', false],
  ] as const) {
    const { Result } = await client.send(new TestEventPatternCommand({ EventPattern, Event }));
    assert.equal(Result, expected, EventPattern);
  }
});

const INVALID: readonly (readonly [what: string, send: () => Promise<unknown>, message: RegExp])[] = [
  [
    "no entries",
    () => client.send(new PutEventsCommand({ Entries: [] })),
    /at 'entries' failed to satisfy constraint: Member must have length greater than or equal to 1/,
  ],
  [
    "eleven entries",
    () => client.send(new PutEventsCommand({ Entries: Array.from({ length: 11 }, () => ({ Source: "s" })) })),
    /at 'entries' failed to satisfy constraint: Member must have length less than or equal to 10/,
  ],
  [
    "a name that is none",
    () => client.send(new PutRuleCommand({ Name: "a b", EventPattern: "{}" })),
    /at 'name' failed to satisfy constraint: Member must satisfy regular expression pattern/,
  ],
  [
    "a retry policy beyond the limits",
    () =>
      client.send(
        new PutTargetsCommand({
          Rule: "page-1",
          Targets: [
            { Id: "1", Arn: "arn:aws:sqs:us-east-1:000000000000:q", RetryPolicy: { MaximumRetryAttempts: 186 } },
          ],
        }),
      ),
    /failed to satisfy constraint: Member must have value less than or equal to 185/,
  ],
];

for (const [what, send, message] of INVALID)
  it(`the SDK is refused ${what}`, async () => {
    await assert.rejects(send, (error: unknown) => {
      assert.ok(error instanceof EventBridgeServiceException);
      assert.equal(error.name, "ValidationException");
      assert.match(error.message, message);
      return true;
    });
  });

it("rules are there again after the server was killed", async () => {
  await client.send(new PutRuleCommand({ Name: "kept", ScheduleExpression: "rate(1 day)" }));
  await hearth.end("SIGKILL");
  await startAgain();
  const { Rules } = await client.send(new ListRulesCommand({ NamePrefix: "kept" }));
  assert.equal(Rules?.[0]?.ScheduleExpression, "rate(1 day)");
});
