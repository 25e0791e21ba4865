import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { TargetError } from "../../../src/base/index.ts";
import type { Sent } from "./recording-targets.ts";
import { until, useEventsService } from "./events-fixture.ts";

const fixture = useEventsService();
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

afterEach(() => {
  assert.deepEqual(fixture().faults, []);
  fixture().drops.length = 0;
});

function busy(): Error {
  return new TargetError("TooManyRequestsException", "Rate exceeded", { retryable: true });
}

function gone(): Error {
  return new TargetError("AWS.SimpleQueueService.NonExistentQueue", "The specified queue does not exist.", {
    retryable: false,
  });
}

function attributesOf(letter: Sent | undefined): Record<string, string | undefined> {
  const attributes = Object.entries(letter?.message?.attributes ?? {});
  return Object.fromEntries(
    attributes.map(([name, { dataType, stringValue }]) => {
      assert.equal(dataType, "String");
      return [name, stringValue];
    }),
  );
}

/** Lets time pass until something has happened, since a retry is planned only once the attempt before it has failed. */
async function pass(stepMs: number, condition: () => boolean): Promise<void> {
  await until(() => {
    if (condition()) return true;
    void fixture().clock.advance(stepMs);
    return false;
  });
}

test("a target that fails for hours is asked again until it answers, and others do not wait for it", async () => {
  const { targets, drops, clock } = fixture();
  const account = fixture().newAccount();
  const [bad, good] = [account.arn("sqs", "bad"), account.arn("sqs", "good")];
  await account.makeRule("rule", "s", [
    { Id: "bad", Arn: bad },
    { Id: "good", Arn: good },
  ]);
  let attempts = 0;
  targets.fail(bad, () => {
    attempts += 1;
    return busy();
  });
  const startMs = clock.nowMs();
  await account.put("s");
  await until(() => targets.to(good).length === 1 && attempts === 1);
  await pass(MINUTE_MS, () => clock.nowMs() > startMs + 5 * HOUR_MS);
  assert.ok(attempts > 20, String(attempts));
  targets.mend(bad);
  await pass(MINUTE_MS, () => targets.to(bad).length === 1);
  assert.equal(targets.to(good).length, 1);
  assert.deepEqual(drops, []);
});

test("when its retries are used up, the event goes to the dead-letter queue", async () => {
  const { targets } = fixture();
  const account = fixture().newAccount();
  const [bad, letters] = [account.arn("sqs", "bad-dlq"), account.arn("sqs", "letters")];
  await account.makeRule("rule", "s", [
    {
      Id: "1",
      Arn: bad,
      Input: '{"not":"the event"}',
      RetryPolicy: { MaximumRetryAttempts: 3 },
      DeadLetterConfig: { Arn: letters },
    },
  ]);
  targets.fail(bad, busy);
  const id = await account.put("s", { a: 1 });
  await pass(MINUTE_MS, () => targets.to(letters).length === 1);
  const [letter] = targets.to(letters);
  assert.deepEqual(attributesOf(letter), {
    RULE_ARN: account.arn("events", "rule/rule"),
    TARGET_ARN: bad,
    ERROR_CODE: "THROTTLING",
    ERROR_MESSAGE: "Rate exceeded",
    RETRY_ATTEMPTS: "3",
    EXHAUSTED_RETRY_CONDITION: "MaximumRetryAttempts",
  });
  const event: unknown = JSON.parse(letter?.message?.body ?? "");
  assert.ok(typeof event === "object" && event !== null && "id" in event && event.id === id);
});

test("when the event is too old, it goes to the dead-letter queue", async () => {
  const { targets } = fixture();
  const account = fixture().newAccount();
  const [bad, letters] = [account.arn("sqs", "bad-age"), account.arn("sqs", "letters-age")];
  const RetryPolicy = { MaximumEventAgeInSeconds: 60 };
  await account.makeRule("rule", "s", [{ Id: "1", Arn: bad, RetryPolicy, DeadLetterConfig: { Arn: letters } }]);
  targets.fail(bad, busy);
  await account.put("s");
  await pass(1000, () => targets.to(letters).length === 1);
  assert.equal(attributesOf(targets.to(letters)[0])["EXHAUSTED_RETRY_CONDITION"], "MaximumEventAgeInSeconds");
});

test("a target that is not there is not asked again", async () => {
  const { targets } = fixture();
  const account = fixture().newAccount();
  const [missing, letters] = [account.arn("sqs", "missing"), account.arn("sqs", "letters-missing")];
  await account.makeRule("rule", "s", [{ Id: "1", Arn: missing, DeadLetterConfig: { Arn: letters } }]);
  targets.fail(missing, gone);
  await account.put("s");
  await until(() => targets.to(letters).length === 1);
  const { ERROR_CODE, RETRY_ATTEMPTS, EXHAUSTED_RETRY_CONDITION } = attributesOf(targets.to(letters)[0]);
  assert.deepEqual([ERROR_CODE, RETRY_ATTEMPTS, EXHAUSTED_RETRY_CONDITION], ["NO_RESOURCE", "0", undefined]);
});

test("without a dead-letter queue, or with one that is not there, the event is dropped and that is told", async () => {
  const { targets, drops } = fixture();
  const account = fixture().newAccount();
  const [missing, letters] = [account.arn("sqs", "missing-2"), account.arn("sqs", "letters-2")];
  await account.makeRule("rule", "s", [
    { Id: "1", Arn: missing },
    { Id: "2", Arn: missing, DeadLetterConfig: { Arn: letters } },
  ]);
  targets.fail(missing, gone);
  targets.fail(letters, gone);
  const id = await account.put("s");
  await until(() => drops.length === 2);
  const messages = drops.map(({ message }) => message).toSorted((one, other) => one.length - other.length);
  const event = `event ${id} matched by ${account.arn("events", "rule/rule")} was dropped: ${missing} did not take it`;
  const cause = "(NO_RESOURCE: The specified queue does not exist.)";
  assert.deepEqual(messages, [
    `${event} ${cause}`,
    `${event} ${cause}, nor did its dead-letter queue ${letters} (The specified queue does not exist.)`,
  ]);
});

test("a dead-letter queue that is busy is asked again", async () => {
  const { targets, drops } = fixture();
  const account = fixture().newAccount();
  const [missing, letters] = [account.arn("sqs", "missing-3"), account.arn("sqs", "letters-3")];
  await account.makeRule("rule", "s", [{ Id: "1", Arn: missing, DeadLetterConfig: { Arn: letters } }]);
  targets.fail(missing, gone);
  let asked = 0;
  targets.fail(letters, () => {
    asked += 1;
    return busy();
  });
  await account.put("s");
  await pass(MINUTE_MS, () => asked > 2);
  targets.mend(letters);
  await pass(MINUTE_MS, () => targets.to(letters).length === 1);
  assert.deepEqual(drops, []);
});

test("targets of services that are not there fail, and say so", async () => {
  const { drops } = fixture();
  const account = fixture().newAccount();
  await account.makeRule("rule", "s", [{ Id: "1", Arn: account.arn("states", "stateMachine:m") }]);
  await account.put("s");
  await until(() => drops.length === 1);
  assert.match(drops[0]?.message ?? "", /this server cannot deliver to arn:aws:states/);
});

test("a function is not invoked with what is no JSON", async () => {
  const { drops, targets } = fixture();
  const account = fixture().newAccount();
  const lambda = account.arn("lambda", "function:no-json");
  const InputTransformer = { InputPathsMap: { a: "$.source" }, InputTemplate: "<a> and <a>" };
  await account.makeRule("rule", "s", [{ Id: "1", Arn: lambda, InputTransformer }]);
  await account.put("s");
  await until(() => drops.length === 1);
  assert.match(drops[0]?.message ?? "", /INVALID_JSON/);
  assert.deepEqual(targets.to(lambda), []);
});

test("a target that was removed or mended meanwhile is respected", async () => {
  const { targets, drops } = fixture();
  const account = fixture().newAccount();
  const [bad, mended] = [account.arn("sqs", "bad-4"), account.arn("sqs", "mended-4")];
  await account.makeRule("rule", "s", [
    { Id: "mended", Arn: bad },
    { Id: "removed", Arn: bad },
  ]);
  let asked = 0;
  targets.fail(bad, () => {
    asked += 1;
    return busy();
  });
  await account.put("s");
  await until(() => asked === 2);
  await account.call("PutTargets", { Rule: "rule", Targets: [{ Id: "mended", Arn: mended }] });
  await account.call("RemoveTargets", { Rule: "rule", Ids: ["removed"] });
  await pass(MINUTE_MS, () => targets.to(mended).length === 1 && drops.length === 1);
  assert.match(drops[0]?.message ?? "", /its target removed was removed/);
});

test("what was accepted is delivered after a restart", async () => {
  const { targets } = fixture();
  const account = fixture().newAccount();
  const queue = account.arn("sqs", "restart");
  await account.makeRule("rule", "s", [{ Id: "1", Arn: queue }]);
  targets.fail(queue, busy);
  await account.put("s", { a: 1 });
  await fixture().restart();
  targets.mend(queue);
  await pass(MINUTE_MS, () => targets.to(queue).length === 1);
});
