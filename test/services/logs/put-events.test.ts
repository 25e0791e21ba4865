import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogsModel } from "../../../src/wire/index.ts";
import { useLogsService } from "./logs-fixture.ts";
import type { Account } from "./logs-fixture.ts";

const fixture = useLogsService();
const names = { logGroupName: "g", logStreamName: "s" };
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function newStream(): Promise<Account> {
  const account = fixture().newAccount();
  await account.makeStream("g", "s");
  return account;
}

function at(...timestamps: number[]): LogsModel.InputLogEvent[] {
  return timestamps.map((timestamp) => ({ timestamp, message: String(timestamp) }));
}

async function stored(account: Account): Promise<unknown> {
  const { events } = await account.call("GetLogEvents", { ...names, startFromHead: true });
  return events?.map((event) => event.message);
}

test("events are kept with their time and that of their arrival; sequence tokens are ignored", async () => {
  const { clock } = fixture();
  const account = await newStream();
  const timestamp = clock.nowMs() - 10;
  const input = { ...names, logEvents: [{ timestamp, message: "hello" }], sequenceToken: "anything" };
  assert.match((await account.call("PutLogEvents", input)).nextSequenceToken ?? "", /^\d{56}$/);
  const { events } = await account.call("GetLogEvents", names);
  assert.deepEqual(events, [{ timestamp, message: "hello", ingestionTime: clock.nowMs() }]);
});

test("the group and the stream must be there", async () => {
  const account = await newStream();
  const logEvents = at(fixture().clock.nowMs());
  await assert.rejects(account.call("PutLogEvents", { ...names, logGroupName: "no", logEvents }), {
    code: "ResourceNotFoundException",
    message: "The specified log group does not exist.",
  });
  await assert.rejects(account.call("PutLogEvents", { ...names, logStreamName: "no", logEvents }), {
    code: "ResourceNotFoundException",
    message: "The specified log stream does not exist.",
  });
});

test("a batch that breaks a rule is refused as a whole", async () => {
  const nowMs = fixture().clock.nowMs();
  const account = await newStream();
  const refused: [LogsModel.InputLogEvent[], string | RegExp][] = [
    [at(nowMs, nowMs - 1), "Log events in a single PutLogEvents request must be in chronological order."],
    [
      at(nowMs - DAY_MS - 1, nowMs),
      "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.",
    ],
    [
      [{ timestamp: nowMs, message: "x".repeat(1_048_576 - 26 + 1) }],
      "Upload too large: 1048577 bytes exceeds limit of 1048576",
    ],
    [Array.from({ length: 10_001 }, () => ({ timestamp: nowMs, message: "m" })), /less than or equal to 10000$/],
  ];
  for (const [logEvents, message] of refused)
    await assert.rejects(account.call("PutLogEvents", { ...names, logEvents }), {
      code: "InvalidParameterException",
      message,
    });
  assert.deepEqual(await stored(account), []);
});

test("a batch at every limit is taken", async () => {
  const nowMs = fixture().clock.nowMs();
  const account = await newStream();
  const message = "ü".repeat((1_048_576 - 26) / 2);
  await account.call("PutLogEvents", { ...names, logEvents: [{ timestamp: nowMs, message }] });
  await account.call("PutLogEvents", { ...names, logEvents: at(nowMs - DAY_MS, nowMs) });
  const many = Array.from({ length: 10_000 }, () => ({ timestamp: nowMs, message: "m" }));
  await account.call("PutLogEvents", { ...names, logEvents: many });
  const { logGroups } = await account.call("DescribeLogGroups", {});
  assert.ok((logGroups?.[0]?.storedBytes ?? 0) > 1_048_576 + 10_000 * 27);
});

test("events that are too old or too new are left out and told by index", async () => {
  const nowMs = fixture().clock.nowMs();
  const old = nowMs - 14 * DAY_MS;
  const late = nowMs + 2 * HOUR_MS;
  const account = await newStream();
  const put = (...timestamps: number[]): Promise<LogsModel.PutLogEventsResponse> =>
    account.call("PutLogEvents", { ...names, logEvents: at(...timestamps) });
  assert.deepEqual((await put(old - 2, old - 1, old)).rejectedLogEventsInfo, { tooOldLogEventEndIndex: 2 });
  assert.deepEqual((await put(nowMs, late, late + 1, late + 2)).rejectedLogEventsInfo, {
    tooNewLogEventStartIndex: 2,
  });
  assert.deepEqual((await put(old - 1)).rejectedLogEventsInfo, { tooOldLogEventEndIndex: 1 });
  assert.equal((await put(nowMs)).rejectedLogEventsInfo, undefined);
  assert.deepEqual(await stored(account), [old, nowMs, nowMs, late].map(String));
});

test("events older than the group's retention are left out", async () => {
  const nowMs = fixture().clock.nowMs();
  const account = await newStream();
  await account.call("PutRetentionPolicy", { logGroupName: "g", retentionInDays: 1 });
  const logEvents = at(nowMs - DAY_MS - 1, nowMs - DAY_MS, nowMs - 5);
  const { rejectedLogEventsInfo } = await account.call("PutLogEvents", { ...names, logEvents });
  assert.deepEqual(rejectedLogEventsInfo, { expiredLogEventEndIndex: 1 });
  assert.deepEqual(await stored(account), [nowMs - DAY_MS, nowMs - 5].map(String));
});

test("what exceeds its retention is deleted within the hour, and nothing else", async () => {
  const { clock, service, failures, newAccount } = fixture();
  const account = await newStream();
  const other = newAccount();
  await other.makeStream("g", "s");
  await account.call("PutRetentionPolicy", { logGroupName: "g", retentionInDays: 1 });
  const startMs = clock.nowMs();
  for (const each of [account, other])
    await each.call("PutLogEvents", { ...names, logEvents: at(startMs, startMs + HOUR_MS) });
  service.start();
  await clock.advance(DAY_MS - HOUR_MS);
  // `stop` waits for the sweep that is under way in real time.
  await service.stop();
  assert.deepEqual(await stored(account), [startMs, startMs + HOUR_MS].map(String));
  service.start();
  await clock.advance(HOUR_MS + HOUR_MS / 2);
  await service.stop();
  assert.deepEqual(await stored(account), [String(startMs + HOUR_MS)]);
  assert.deepEqual(await stored(other), [startMs, startMs + HOUR_MS].map(String));
  assert.deepEqual(failures, []);
});
