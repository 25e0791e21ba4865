import assert from "node:assert/strict";
import { test } from "node:test";
import type { EventsModel } from "../../../src/wire/index.ts";
import { useEventsService } from "./events-fixture.ts";

const fixture = useEventsService();
const QUEUE = "arn:aws:sqs:eu-west-1:000000000001:q";

test("targets are answered as they were put", async () => {
  const account = fixture().newAccount();
  await account.makeRule("rule", "s", []);
  const put: EventsModel.Target[] = [
    { Id: "a", Arn: QUEUE, Input: '{"a": 1}', RetryPolicy: { MaximumRetryAttempts: 3, MaximumEventAgeInSeconds: 60 } },
    { Id: "b", Arn: `${QUEUE}.fifo`, InputPath: "$.detail", SqsParameters: { MessageGroupId: "g" } },
    {
      Id: "c",
      Arn: "arn:aws:lambda:eu-west-1:000000000001:function:f",
      InputTransformer: { InputPathsMap: { a: "$.detail.a" }, InputTemplate: '"<a>"' },
      DeadLetterConfig: { Arn: QUEUE },
    },
    {
      Id: "d",
      Arn: "arn:aws:states:eu-west-1:000000000001:stateMachine:m",
      RoleArn: "arn:aws:iam::000000000001:role/r",
      HttpParameters: { HeaderParameters: { h: "v" } },
    },
  ];
  const answer = await account.call("PutTargets", { Rule: "rule", Targets: put });
  assert.deepEqual(answer, { FailedEntryCount: 0, FailedEntries: [] });
  assert.deepEqual((await account.call("ListTargetsByRule", { Rule: "rule" })).Targets, put);
  const names = await account.call("ListRuleNamesByTarget", { TargetArn: QUEUE });
  assert.deepEqual(names, { RuleNames: ["rule"] });
  assert.deepEqual(await account.call("ListRuleNamesByTarget", { TargetArn: "arn:aws:sqs:x" }), { RuleNames: [] });
});

test("a target with an id that is there replaces it, and ids are removed one by one", async () => {
  const account = fixture().newAccount();
  await account.makeRule("rule", "s", [{ Id: "a", Arn: QUEUE }]);
  await account.call("PutTargets", { Rule: "rule", Targets: [{ Id: "a", Arn: QUEUE, Input: "1" }] });
  const { Targets } = await account.call("ListTargetsByRule", { Rule: "rule" });
  assert.deepEqual(Targets, [{ Id: "a", Arn: QUEUE, Input: "1" }]);
  assert.deepEqual(await account.call("RemoveTargets", { Rule: "rule", Ids: ["a", "x"] }), {
    FailedEntryCount: 1,
    FailedEntries: [
      {
        TargetId: "x",
        ErrorCode: "ResourceNotFoundException",
        ErrorMessage: "Rule 'rule' does not have a target with the Id 'x'.",
      },
    ],
  });
  assert.deepEqual((await account.call("ListTargetsByRule", { Rule: "rule" })).Targets, []);
});

function targets(from: number, count: number): EventsModel.Target[] {
  return Array.from({ length: count }, (_, index) => ({ Id: String(from + index), Arn: QUEUE }));
}

test("targets that are put at the same time are all there, as far as there is room", async () => {
  const account = fixture().newAccount();
  await account.makeRule("rule", "s", []);
  const puts = targets(0, 6).map((target) => account.call("PutTargets", { Rule: "rule", Targets: [target] }));
  const results = await Promise.allSettled(puts);
  assert.deepEqual(
    results.map(({ status }) => status),
    ["fulfilled", "fulfilled", "fulfilled", "fulfilled", "fulfilled", "rejected"],
  );
  assert.equal((await account.call("ListTargetsByRule", { Rule: "rule" })).Targets?.length, 5);
});

test("a rule has five targets at most", async () => {
  const account = fixture().newAccount();
  await account.makeRule("rule", "s", []);
  await account.call("PutTargets", { Rule: "rule", Targets: targets(0, 5) });
  await account.call("PutTargets", { Rule: "rule", Targets: targets(0, 5) });
  await assert.rejects(account.call("PutTargets", { Rule: "rule", Targets: targets(5, 1) }), {
    code: "LimitExceededException",
  });
});

const transformer = (
  InputTemplate: string,
  InputPathsMap: Record<string, string> = {},
): Partial<EventsModel.Target> => ({
  InputTransformer: { InputTemplate, InputPathsMap },
});

const REFUSED: readonly (readonly [target: Partial<EventsModel.Target>, message: string | RegExp])[] = [
  [{ Arn: "nonsense" }, "Parameter nonsense is not valid. Reason: Provided Arn is not in correct format."],
  [{ Input: "1", InputPath: "$" }, "Only one of Input, InputPath, or InputTransformer must be provided for target t."],
  [{ Input: "{" }, /not valid JSON/],
  [{ InputPath: "detail" }, /InputPath for target t/],
  [{ InputPath: "$.a[" }, /InputPath for target t/],
  [{ InputPath: "$..a" }, /InputPath for target t/],
  [transformer('"<a>"'), "InputTemplate for target t contains invalid placeholder a."],
  [transformer('"<aws.events.other>"'), "InputTemplate for target t contains invalid placeholder aws.events.other."],
  [transformer('"<a>"', { a: "x" }), /Invalid JSON path x of a/],
  [transformer('"x"', { "aws.events.rule-arn": "$" }), /reserved name/],
  [{ Arn: `${QUEUE}.fifo` }, "Parameter(s) SqsParameters must be specified for target: t."],
  [{ DeadLetterConfig: { Arn: `${QUEUE}.fifo` } }, /standard SQS queue/],
  [{ DeadLetterConfig: { Arn: "arn:aws:sns:eu-west-1:000000000001:t" } }, /standard SQS queue/],
  [{ DeadLetterConfig: { Arn: "arn:aws:sqs:us-east-1:000000000001:q" } }, /standard SQS queue/],
];

for (const [target, message] of REFUSED)
  test(`PutTargets refuses ${JSON.stringify(target)}`, async () => {
    const account = fixture().newAccount();
    await account.makeRule("rule", "s", []);
    await assert.rejects(account.call("PutTargets", { Rule: "rule", Targets: [{ Id: "t", Arn: QUEUE, ...target }] }), {
      code: "ValidationException",
      message,
    });
  });

test("targets of a rule that is not there are refused, and ids given twice", async () => {
  const account = fixture().newAccount();
  const target = { Id: "t", Arn: QUEUE };
  const missing = { code: "ResourceNotFoundException", message: "Rule none does not exist on EventBus default." };
  await assert.rejects(account.call("PutTargets", { Rule: "none", Targets: [target] }), missing);
  await assert.rejects(account.call("RemoveTargets", { Rule: "none", Ids: ["t"] }), missing);
  await assert.rejects(account.call("ListTargetsByRule", { Rule: "none" }), missing);
  await account.makeRule("rule", "s", []);
  await assert.rejects(account.call("PutTargets", { Rule: "rule", Targets: [target, target] }), {
    code: "ValidationException",
  });
});
