import assert from "node:assert/strict";
import { test } from "node:test";
import { useEventsService } from "./events-fixture.ts";

const fixture = useEventsService();
const EventPattern = '{"source":["s"]}';

test("a rule is made, described, listed and deleted", async () => {
  const account = fixture().newAccount();
  await account.call("CreateEventBus", { Name: "bus" });
  const arn = account.arn("events", "rule/bus/rule");
  const made = await account.call("PutRule", {
    Name: "rule",
    EventBusName: "bus",
    EventPattern,
    Description: "d",
    RoleArn: "r",
  });
  assert.equal(made.RuleArn, arn);
  const rule = {
    Name: "rule",
    Arn: arn,
    EventPattern,
    State: "ENABLED",
    Description: "d",
    RoleArn: "r",
    EventBusName: "bus",
  };
  assert.deepEqual(await account.call("DescribeRule", { Name: "rule", EventBusName: "bus" }), {
    ...rule,
    CreatedBy: account.scope.accountId,
  });
  assert.deepEqual(await account.call("ListRules", { EventBusName: "bus" }), { Rules: [rule] });
  assert.deepEqual(await account.call("ListRules", {}), { Rules: [] });
  await account.call("DeleteRule", { Name: "rule", EventBusName: "bus" });
  await account.call("DeleteRule", { Name: "rule", EventBusName: "bus" });
  await assert.rejects(account.call("DescribeRule", { Name: "rule", EventBusName: "bus" }), {
    code: "ResourceNotFoundException",
    message: "Rule rule does not exist on EventBus bus.",
  });
});

test("the ARN of a rule of the default bus does not name the bus", async () => {
  const account = fixture().newAccount();
  const { RuleArn } = await account.call("PutRule", { Name: "rule", EventPattern });
  assert.equal(RuleArn, account.arn("events", "rule/rule"));
});

test("putting a rule again replaces all but its targets and tags", async () => {
  const account = fixture().newAccount();
  const Tags = [{ Key: "k", Value: "v" }];
  const { RuleArn = "" } = await account.call("PutRule", { Name: "rule", EventPattern, Description: "d", Tags });
  const target = { Id: "1", Arn: account.arn("sqs", "q") };
  await account.call("PutTargets", { Rule: "rule", Targets: [target] });
  await account.call("PutRule", { Name: "rule", EventPattern: '{"source":["t"]}', State: "DISABLED", Tags: [] });
  const rule = await account.call("DescribeRule", { Name: "rule" });
  assert.equal(rule.Description, undefined);
  assert.equal(rule.State, "DISABLED");
  assert.deepEqual((await account.call("ListTargetsByRule", { Rule: "rule" })).Targets, [target]);
  assert.deepEqual((await account.call("ListTagsForResource", { ResourceARN: RuleArn })).Tags, Tags);
});

test("rules are enabled and disabled", async () => {
  const account = fixture().newAccount();
  await account.call("PutRule", { Name: "rule", EventPattern });
  await account.call("DisableRule", { Name: "rule" });
  assert.equal((await account.call("DescribeRule", { Name: "rule" })).State, "DISABLED");
  await account.call("EnableRule", { Name: "rule" });
  assert.equal((await account.call("DescribeRule", { Name: "rule" })).State, "ENABLED");
  for (const name of ["EnableRule", "DisableRule"] as const)
    await assert.rejects(account.call(name, { Name: "missing" }), {
      message: "Rule missing does not exist on EventBus default.",
    });
});

const REFUSED = [
  [{}, "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified."],
  [{ EventPattern: "" }, "ValidationException", "Parameter(s) EventPattern or ScheduleExpression must be specified."],
  [{ ScheduleExpression: "rate(1 minutes)" }, "ValidationException", "Parameter ScheduleExpression is not valid."],
  [{ ScheduleExpression: "rate(0 minutes)" }, "ValidationException", "Parameter ScheduleExpression is not valid."],
  [{ ScheduleExpression: "cron(* * * * *)" }, "ValidationException", "Parameter ScheduleExpression is not valid."],
  [
    { ScheduleExpression: "at(2030-01-01T00:00:00)" },
    "ValidationException",
    "Parameter ScheduleExpression is not valid.",
  ],
  [
    { EventPattern: '{"source":"s"}' },
    "InvalidEventPatternException",
    'Event pattern is not valid. Reason: "source" must be an object or an array\n at [Source: (String)"{"source":"s"}"; line: 1, column: 12]',
  ],
  [{ EventPattern, EventBusName: "missing" }, "ResourceNotFoundException", "Event bus missing does not exist."],
] as const;

for (const [input, code, message] of REFUSED)
  test(`PutRule refuses ${JSON.stringify(input)}`, async () => {
    const account = fixture().newAccount();
    await assert.rejects(account.call("PutRule", { Name: "rule", ...input }), { code, message });
    assert.deepEqual(await account.call("ListRules", {}), { Rules: [] });
  });

test("schedules are for the default bus", async () => {
  const account = fixture().newAccount();
  await account.call("CreateEventBus", { Name: "bus" });
  await assert.rejects(
    account.call("PutRule", { Name: "rule", EventBusName: "bus", ScheduleExpression: "rate(5 minutes)" }),
    { message: "ScheduleExpression is supported only on the default event bus." },
  );
});

test("a bus has three hundred rules at most, and each can still be replaced", async () => {
  const account = fixture().newAccount();
  await Promise.all(
    Array.from({ length: 300 }, (_, index) => account.call("PutRule", { Name: `rule-${index}`, EventPattern })),
  );
  await assert.rejects(account.call("PutRule", { Name: "one-more", EventPattern }), { code: "LimitExceededException" });
  await account.call("PutRule", { Name: "rule-7", EventPattern });
  const first = await account.call("ListRules", { NamePrefix: "rule-" });
  assert.equal(first.Rules?.length, 100);
  assert.notEqual(first.NextToken, undefined);
});

test("a rule with targets is not deleted", async () => {
  const account = fixture().newAccount();
  await account.makeRule("rule", "s", [{ Id: "1", Arn: account.arn("sqs", "q") }]);
  await assert.rejects(account.call("DeleteRule", { Name: "rule" }), {
    code: "ValidationException",
    message: "Rule can't be deleted since it has targets.",
  });
});

test("a pattern is tested on an event", async () => {
  const account = fixture().newAccount();
  const event = { id: "1", account: "2", source: "s", time: "t", region: "r", resources: [], "detail-type": "d" };
  const result = async (pattern: string): Promise<unknown> =>
    (await account.call("TestEventPattern", { EventPattern: pattern, Event: JSON.stringify(event) })).Result;
  assert.equal(await result('{"source":["s"]}'), true);
  assert.equal(await result('{"source":["x"]}'), false);
  await assert.rejects(result("{}"), { code: "InvalidEventPatternException" });
  for (const Event of ["{", "[]", "5", '{"source":"s"}'])
    await assert.rejects(account.call("TestEventPattern", { EventPattern, Event }), {
      code: "ValidationException",
      message: "Parameter Event is not valid.",
    });
});

test("rules are tagged", async () => {
  const account = fixture().newAccount();
  const { RuleArn: ResourceARN = "" } = await account.call("PutRule", { Name: "rule", EventPattern });
  await account.call("TagResource", {
    ResourceARN,
    Tags: [
      { Key: "a", Value: "1" },
      { Key: "b", Value: "2" },
    ],
  });
  await account.call("UntagResource", { ResourceARN, TagKeys: ["a"] });
  assert.deepEqual((await account.call("ListTagsForResource", { ResourceARN })).Tags, [{ Key: "b", Value: "2" }]);
  await assert.rejects(account.call("ListTagsForResource", { ResourceARN: account.arn("events", "rule/none") }), {
    message: "Rule none does not exist on EventBus default.",
  });
  await assert.rejects(account.call("ListTagsForResource", { ResourceARN: "nonsense" }), {
    code: "ValidationException",
  });
  const Tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "" }));
  await assert.rejects(account.call("TagResource", { ResourceARN, Tags }), { code: "ValidationException" });
});

test("all is there again after a restart", async () => {
  const account = fixture().newAccount();
  await account.call("CreateEventBus", { Name: "bus" });
  const target = { Id: "1", Arn: account.arn("sqs", "q"), InputPath: "$.detail" };
  await account.makeRule("rule", "s", [target], "bus");
  await fixture().restart();
  assert.equal((await account.call("ListEventBuses", {})).EventBuses?.length, 2);
  assert.deepEqual((await account.call("ListTargetsByRule", { Rule: "rule", EventBusName: "bus" })).Targets, [target]);
  const id = await account.put("s", { a: 1 }, "bus");
  assert.match(id, /^[0-9a-f-]{36}$/);
});
