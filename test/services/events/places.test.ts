import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { until, useEventsService } from "./events-fixture.ts";

const fixture = useEventsService();

afterEach(() => {
  assert.deepEqual(fixture().faults, []);
  fixture().drops.length = 0;
});

test(
  "a log group gets the event in a stream of its own, or the message of a template",
  { timeout: 20_000 },
  async () => {
    const { stores, drops } = fixture();
    const account = fixture().newAccount();
    const group = { name: "/aws/events/all", creationTimeMs: 0, tags: {} };
    await stores.logs.createGroup(account.scope, group);
    const Arn = account.arn("logs", "log-group:/aws/events/all");
    const InputTransformer = {
      InputPathsMap: { time: "$.time", a: "$.detail.a" },
      InputTemplate: '{"timestamp": <time>, "message": "a is <a>"}',
    };
    await account.makeRule("rule", "s", [
      { Id: "whole", Arn },
      { Id: "message", Arn: `${Arn}:*`, InputTransformer },
      { Id: "missing", Arn: account.arn("logs", "log-group:/aws/events/none") },
    ]);
    const id = await account.put("s", { a: 1 });
    await until(() => drops.length === 1);
    assert.match(drops[0]?.message ?? "", /NO_RESOURCE: The specified log group does not exist/);
    let messages: readonly string[] = [];
    while (messages.length < 2) {
      const events = await stores.logs.read(account.scope, group.name, { streams: [id], limit: 10 });
      messages = events.map(({ message }) => message);
    }
    assert.deepEqual(
      messages.toSorted().map((message) => message.slice(0, 30)),
      ["a is 1", `{"version":"0","id":"${id}"`.slice(0, 30)],
    );
  },
);

test("a bus passes events on to another, as they are", async () => {
  const { targets } = fixture();
  const account = fixture().newAccount();
  await account.call("CreateEventBus", { Name: "next" });
  const queue = account.arn("sqs", "via");
  await account.makeRule("on", "s", [{ Id: "1", Arn: account.arn("events", "event-bus/next") }]);
  await account.makeRule("there", "s", [{ Id: "1", Arn: queue }], "next");
  const id = await account.put("s", { a: 1 });
  await until(() => targets.to(queue).length === 1);
  assert.match(
    targets.to(queue)[0]?.message?.body ?? "",
    new RegExp(`^{"version":"0","id":"${id}","detail-type":"Test"`),
  );
});

test("buses that pass an event on in a ring do not do so for ever", async () => {
  const { targets, drops } = fixture();
  const account = fixture().newAccount();
  await account.call("CreateEventBus", { Name: "ring" });
  const queue = account.arn("sqs", "ring");
  await account.makeRule("to", "s", [{ Id: "1", Arn: account.arn("events", "event-bus/ring") }]);
  await account.makeRule(
    "fro",
    "s",
    [
      { Id: "1", Arn: account.arn("events", "event-bus/default") },
      { Id: "2", Arn: queue },
    ],
    "ring",
  );
  await account.put("s");
  await until(() => drops.length === 1);
  assert.match(drops[0]?.message ?? "", /has passed 16 buses already/);
  assert.equal(targets.to(queue).length, 8);
});

test("a bus of another account is not written to", async () => {
  const account = fixture().newAccount();
  const other = fixture().newAccount();
  await account.makeRule("on", "s", [{ Id: "1", Arn: other.arn("events", "event-bus/default") }]);
  await account.put("s");
  await until(() => fixture().drops.length === 1);
  assert.match(fixture().drops[0]?.message ?? "", /NO_PERMISSIONS/);
});

test("other rooms put events of AWS on buses", async () => {
  const { service, targets } = fixture();
  const account = fixture().newAccount();
  const [queue, bus] = [account.arn("sqs", "rooms"), account.arn("events", "event-bus/default")];
  await account.makeRule("rule", "aws.lambda", [{ Id: "1", Arn: queue }]);
  const sender = { principal: "lambda.amazonaws.com", sourceArn: "arn:f", scope: account.scope };
  const event = { source: "aws.lambda", detailType: "d", detail: '{"a":1}', resources: ["arn:f"], timeMs: 0 };
  await service.putEvent(bus, event, sender);
  await until(() => targets.to(queue).length === 1);
  assert.match(
    targets.to(queue)[0]?.message?.body ?? "",
    /"time":"1970-01-01T00:00:00Z".*"resources":\["arn:f"\],"detail":{"a":1}}$/,
  );
  const refused = (arn: string, detail = "{}"): Promise<unknown> =>
    assert.rejects(service.putEvent(arn, { ...event, detail }, sender), { name: "TargetError", retryable: false }, arn);
  await refused(account.arn("events", "event-bus/none"));
  await refused("nonsense");
  await refused(bus, "[]");
  await refused(fixture().newAccount().arn("events", "event-bus/default"));
});
