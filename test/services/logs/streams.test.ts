import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogsModel } from "../../../src/wire/index.ts";
import { useLogsService } from "./logs-fixture.ts";
import type { Account } from "./logs-fixture.ts";

const fixture = useLogsService();
const noGroup = { code: "ResourceNotFoundException", message: "The specified log group does not exist." };
const noStream = { code: "ResourceNotFoundException", message: "The specified log stream does not exist." };

async function streamNames(account: Account, input: LogsModel.DescribeLogStreamsRequest): Promise<unknown> {
  return (await account.call("DescribeLogStreams", input)).logStreams?.map((stream) => stream.logStreamName);
}

test("a new stream is described, and after its first event with its times", async () => {
  const { clock, newAccount } = fixture();
  const account = newAccount();
  const names = { logGroupName: "/aws/lambda/f", logStreamName: "2026/01/02/[$LATEST]0123" };
  await account.makeStream(names.logGroupName, names.logStreamName);
  const describe = async (): Promise<unknown> =>
    (await account.call("DescribeLogStreams", { logGroupName: names.logGroupName })).logStreams?.map(
      ({ uploadSequenceToken, ...rest }) => {
        assert.match(uploadSequenceToken ?? "", /^\d{56}$/);
        return rest;
      },
    );
  const described = {
    logStreamName: names.logStreamName,
    creationTime: clock.nowMs(),
    arn: `arn:aws:logs:eu-west-1:${account.scope.accountId}:log-group:/aws/lambda/f:log-stream:${names.logStreamName}`,
    storedBytes: 0,
  };
  assert.deepEqual(await describe(), [described]);
  const timestamp = clock.nowMs() - 5_000;
  const logEvents = [
    { timestamp, message: "first" },
    { timestamp: timestamp + 1_000, message: "last" },
  ];
  await account.call("PutLogEvents", { ...names, logEvents });
  assert.deepEqual(await describe(), [
    {
      ...described,
      firstEventTimestamp: timestamp,
      lastEventTimestamp: timestamp + 1_000,
      lastIngestionTime: clock.nowMs(),
    },
  ]);
});

test("streams are ordered by name or by their last event", async () => {
  const { clock, newAccount } = fixture();
  const account = newAccount();
  const logGroupName = "g";
  await account.makeStream("g", "a");
  for (const logStreamName of ["b", "c", "bb"]) await account.call("CreateLogStream", { logGroupName, logStreamName });
  for (const [index, logStreamName] of ["c", "a", "bb", "b"].entries())
    await account.call("PutLogEvents", {
      logGroupName,
      logStreamName,
      logEvents: [{ timestamp: clock.nowMs() + index, message: "m" }],
    });
  assert.deepEqual(await streamNames(account, { logGroupName }), ["a", "b", "bb", "c"]);
  assert.deepEqual(await streamNames(account, { logGroupName, descending: true }), ["c", "bb", "b", "a"]);
  assert.deepEqual(await streamNames(account, { logGroupName, logStreamNamePrefix: "b" }), ["b", "bb"]);
  const orderBy = "LastEventTime";
  assert.deepEqual(await streamNames(account, { logGroupName, orderBy }), ["c", "a", "bb", "b"]);
  assert.deepEqual(await streamNames(account, { logGroupName, orderBy, descending: true, limit: 1 }), ["b"]);
  await assert.rejects(account.call("DescribeLogStreams", { logGroupName, orderBy, logStreamNamePrefix: "b" }), {
    code: "InvalidParameterException",
    message: "Cannot order by LastEventTime with a logStreamNamePrefix.",
  });
});

test("every stream is on exactly one page, by either form of the group's name", async () => {
  const account = fixture().newAccount();
  const all = Array.from({ length: 11 }, (_, index) => `stream-${String(index).padStart(2, "0")}`);
  await account.call("CreateLogGroup", { logGroupName: "g" });
  for (const logStreamName of all) await account.call("CreateLogStream", { logGroupName: "g", logStreamName });
  const arn = `arn:aws:logs:eu-west-1:${account.scope.accountId}:log-group:g`;
  for (const logGroupIdentifier of ["g", arn, `${arn}:*`])
    for (const limit of [1, 3, 10, 11]) {
      const seen: (string | undefined)[] = [];
      let nextToken: string | undefined;
      do {
        const page = await account.call("DescribeLogStreams", { logGroupIdentifier, limit, nextToken });
        seen.push(...(page.logStreams ?? []).map((stream) => stream.logStreamName));
        assert.ok(seen.length < 200, "pages without end");
        nextToken = page.nextToken;
      } while (nextToken !== undefined);
      assert.deepEqual(seen, all);
    }
});

test("streams are made once, in groups that are there, and deleted once", async () => {
  const account = fixture().newAccount();
  const names = { logGroupName: "g", logStreamName: "s" };
  await assert.rejects(account.call("CreateLogStream", names), noGroup);
  await assert.rejects(account.call("DeleteLogStream", names), noGroup);
  await account.makeStream("g", "s");
  await assert.rejects(account.call("CreateLogStream", names), {
    code: "ResourceAlreadyExistsException",
    message: "The specified log stream already exists",
  });
  await account.call("DeleteLogStream", names);
  await assert.rejects(account.call("DeleteLogStream", names), noStream);
  await assert.rejects(account.call("GetLogEvents", names), noStream);
  await assert.rejects(account.call("DescribeLogStreams", { logGroupName: "none" }), noGroup);
});

test("a group must be named, in one way", async () => {
  const account = fixture().newAccount();
  for (const input of [{}, { logGroupName: "g", logGroupIdentifier: "g" }])
    await assert.rejects(account.call("DescribeLogStreams", input), { code: "InvalidParameterException" });
});
