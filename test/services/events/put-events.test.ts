import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventsModel } from "../../../src/wire/index.ts";
import { until, useEventsService } from "./events-fixture.ts";

const fixture = useEventsService();
const ENTRY = { Source: "s", DetailType: "d", Detail: "{}" };
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test("an event is delivered as AWS writes it", async () => {
  const account = fixture().newAccount();
  const queue = account.arn("sqs", "q");
  await account.makeRule("rule", "my.app", [{ Id: "1", Arn: queue }]);
  const entry = {
    Source: "my.app",
    DetailType: "Order Placed",
    Detail: '{ "total" : 1.50, "id" : 12345678901234567890, "note" : "a \\"b\\"" }',
    Resources: ["arn:a", "arn:b"],
    Time: new Date("2026-01-02T03:04:05.678Z"),
    TraceHeader: "Root=1-2-3",
  };
  const { Entries, FailedEntryCount } = await account.call("PutEvents", { Entries: [entry] });
  assert.equal(FailedEntryCount, 0);
  const id = Entries?.[0]?.EventId ?? "";
  assert.match(id, UUID);
  await until(() => fixture().targets.to(queue).length === 1);
  const [sent] = fixture().targets.to(queue);
  assert.equal(
    sent?.message?.body,
    `{"version":"0","id":"${id}","detail-type":"Order Placed","source":"my.app","account":"${account.scope.accountId}",` +
      `"time":"2026-01-02T03:04:05Z","region":"eu-west-1","resources":["arn:a","arn:b"],` +
      `"detail":{"total":1.50,"id":12345678901234567890,"note":"a \\"b\\""}}`,
  );
  assert.deepEqual(sent?.sender, {
    principal: "events.amazonaws.com",
    sourceArn: account.arn("events", "rule/rule"),
    scope: account.scope,
    traceHeader: "Root=1-2-3",
  });
});

test("every target of every rule that matches gets the event, in its own form", async () => {
  const account = fixture().newAccount();
  const [queue, fifo, topic] = [account.arn("sqs", "q"), account.arn("sqs", "q.fifo"), account.arn("sns", "t")];
  const lambda = account.arn("lambda", "function:f");
  await account.makeRule("one", "s", [
    { Id: "queue", Arn: queue, InputPath: "$.detail" },
    { Id: "fifo", Arn: fifo, Input: '{"fixed": 1}', SqsParameters: { MessageGroupId: "g" } },
  ]);
  await account.makeRule("two", "s", [
    { Id: "topic", Arn: topic, InputTransformer: { InputPathsMap: { a: "$.detail.a" }, InputTemplate: '"a is <a>"' } },
    { Id: "function", Arn: lambda },
  ]);
  await account.makeRule("other", "x", [{ Id: "queue", Arn: queue }]);
  await account.makeRule("off", "s", [{ Id: "queue", Arn: queue }]);
  await account.call("DisableRule", { Name: "off" });
  const id = await account.put("s", { a: 1 });
  const { targets } = fixture();
  await until(() => [queue, fifo, topic, lambda].every((arn) => targets.to(arn).length > 0));
  assert.deepEqual(
    targets.to(queue).map(({ message }) => message),
    [{ body: '{"a":1}' }],
  );
  assert.deepEqual(targets.to(fifo)[0]?.message, { body: '{"fixed": 1}', groupId: "g" });
  assert.deepEqual(targets.to(topic)[0]?.notification, { message: '"a is 1"' });
  const [invocation] = targets.to(lambda);
  assert.match(invocation?.payload ?? "", new RegExp(`"id":"${id}"`));
  assert.match(invocation?.requestId ?? "", UUID);
});

const REFUSED: readonly (readonly [
  entry: EventsModel.PutEventsRequestEntry,
  code: string,
  message: string | RegExp,
])[] = [
  [
    { ...ENTRY, Source: undefined },
    "InvalidArgument",
    "Parameter Source is not valid. Reason: Source is a required argument.",
  ],
  [
    { ...ENTRY, Source: "" },
    "InvalidArgument",
    "Parameter Source is not valid. Reason: Source is a required argument.",
  ],
  [
    { ...ENTRY, DetailType: undefined },
    "InvalidArgument",
    "Parameter DetailType is not valid. Reason: DetailType is a required argument.",
  ],
  [
    { ...ENTRY, Detail: undefined },
    "InvalidArgument",
    "Parameter Detail is not valid. Reason: Detail is a required argument.",
  ],
  [{ ...ENTRY, Detail: "text" }, "MalformedDetail", "Detail is malformed."],
  [{ ...ENTRY, Detail: "[]" }, "MalformedDetail", "Detail is malformed."],
  [{ ...ENTRY, Detail: '{"a":1' }, "MalformedDetail", "Detail is malformed."],
  [{ ...ENTRY, Source: "aws.s3" }, "NotAuthorizedForSourceException", "Not authorized for the source."],
  [
    { ...ENTRY, EventBusName: "arn:aws:events:eu-west-1:999999999999:event-bus/default" },
    "AccessDeniedException",
    /is not authorized to perform: events:PutEvents on resource: arn:aws:events/,
  ],
  [
    { ...ENTRY, EventBusName: "arn:aws:events:us-east-1:000000000001:event-bus/default" },
    "AccessDeniedException",
    /events:PutEvents/,
  ],
];

for (const [entry, code, message] of REFUSED)
  test(`an entry is refused, and the others are not: ${JSON.stringify(entry)}`, async () => {
    const account = fixture().newAccount();
    const { FailedEntryCount, Entries = [] } = await account.call("PutEvents", { Entries: [ENTRY, entry, ENTRY] });
    assert.equal(FailedEntryCount, 1);
    assert.equal(Entries[1]?.ErrorCode, code);
    if (typeof message === "string") assert.equal(Entries[1]?.ErrorMessage, message);
    else assert.match(Entries[1]?.ErrorMessage ?? "", message);
    for (const index of [0, 2]) assert.match(Entries[index]?.EventId ?? "", UUID);
  });

test("what is put on a bus that is not there goes nowhere, and is accepted as AWS does", async () => {
  const account = fixture().newAccount();
  assert.match(await account.put("s", {}, "missing"), UUID);
});

test("a bus is named by its ARN too", async () => {
  const account = fixture().newAccount();
  await account.call("CreateEventBus", { Name: "bus" });
  const queue = account.arn("sqs", "by-arn");
  await account.makeRule("rule", "s", [{ Id: "1", Arn: queue }], "bus");
  await account.put("s", {}, account.arn("events", "event-bus/bus"));
  await until(() => fixture().targets.to(queue).length === 1);
});

function entryOf(bytes: number): EventsModel.PutEventsRequestEntry {
  return { ...ENTRY, Detail: `{"a":"${"x".repeat(bytes - 10)}"}` };
}

test("the entries of a request have a mebibyte together", async () => {
  const account = fixture().newAccount();
  const half = 1_048_576 / 2;
  const full = await account.call("PutEvents", { Entries: [entryOf(half), entryOf(half)] });
  assert.equal(full.FailedEntryCount, 0);
  await assert.rejects(account.call("PutEvents", { Entries: [entryOf(half), entryOf(half + 1)] }), {
    code: "ValidationException",
    message: "Total size of the entries in the request is over the limit.",
  });
});

test("two accounts and two regions know nothing of each other's events", async () => {
  const one = fixture().newAccount();
  const other = fixture().newAccount();
  const queue = one.arn("sqs", "private");
  await one.makeRule("rule", "s", [{ Id: "1", Arn: queue }]);
  await other.put("s");
  await one.in("us-east-1").put("s");
  const id = await one.put("s");
  await until(() => fixture().targets.to(queue).length > 0);
  assert.equal(fixture().targets.to(queue).length, 1);
  assert.match(fixture().targets.to(queue)[0]?.message?.body ?? "", new RegExp(id));
});
