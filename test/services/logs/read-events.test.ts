import assert from "node:assert/strict";
import { test } from "node:test";
import type { LogsModel } from "../../../src/wire/index.ts";
import { useLogsService } from "./logs-fixture.ts";
import type { Account } from "./logs-fixture.ts";

const fixture = useLogsService();
const names = { logGroupName: "g", logStreamName: "s" };

/** Many events share a time, so that pages break between them. */
async function filled(count: number): Promise<{ account: Account; messages: string[] }> {
  const account = fixture().newAccount();
  await account.makeStream("g", "s");
  const messages = Array.from({ length: count }, (_, index) => `m${index}`);
  await put(account, "s", messages, (index) => Math.floor(index / 4));
  return { account, messages };
}

async function put(
  account: Account,
  logStreamName: string,
  messages: readonly string[],
  offsetMs: (index: number) => number,
): Promise<void> {
  const nowMs = fixture().clock.nowMs();
  const logEvents = messages.map((message, index) => ({ timestamp: nowMs + offsetMs(index), message }));
  await account.call("PutLogEvents", { logGroupName: "g", logStreamName, logEvents });
}

function messagesOf(page: { events?: LogsModel.GetLogEventsResponse["events"] }): (string | undefined)[] {
  return (page.events ?? []).map((event) => event.message);
}

test("pages forward hold every event once, and the last token stays", async () => {
  const { account, messages } = await filled(23);
  for (const limit of [1, 2, 3, 7, 22, 23, 24, 10_000]) {
    const seen: (string | undefined)[] = [];
    let page = await account.call("GetLogEvents", { ...names, limit, startFromHead: true });
    for (;;) {
      assert.ok((page.events?.length ?? 0) <= limit);
      seen.push(...messagesOf(page));
      assert.ok(seen.length < 200, "pages without end");
      const nextToken = page.nextForwardToken;
      assert.match(nextToken ?? "", /^f\/\d{56}$/);
      page = await account.call("GetLogEvents", { ...names, limit, nextToken });
      if (page.nextForwardToken === nextToken) break;
    }
    assert.deepEqual(page.events, []);
    assert.deepEqual(seen, messages);
  }
});

test("pages backward hold every event once, and the last token stays", async () => {
  const { account, messages } = await filled(23);
  for (const limit of [1, 3, 23, 24]) {
    const seen: (string | undefined)[] = [];
    let page = await account.call("GetLogEvents", { ...names, limit });
    for (;;) {
      seen.unshift(...messagesOf(page));
      assert.ok(seen.length < 200, "pages without end");
      const nextToken = page.nextBackwardToken;
      assert.match(nextToken ?? "", /^b\/\d{56}$/);
      page = await account.call("GetLogEvents", { ...names, limit, nextToken });
      if (page.nextBackwardToken === nextToken) break;
    }
    assert.deepEqual(page.events, []);
    assert.deepEqual(seen, messages);
  }
});

test("turning round at either end or in the middle misses nothing and repeats nothing", async () => {
  const { account } = await filled(10);
  const get = (nextToken: string | undefined): Promise<LogsModel.GetLogEventsResponse> =>
    account.call("GetLogEvents", { ...names, limit: 4, nextToken });
  const newest = await get(undefined);
  assert.deepEqual(messagesOf(newest), ["m6", "m7", "m8", "m9"]);
  const beyond = await get(newest.nextForwardToken);
  assert.deepEqual(messagesOf(beyond), []);
  assert.deepEqual(messagesOf(await get(beyond.nextBackwardToken)), ["m6", "m7", "m8", "m9"]);
  const middle = await get(newest.nextBackwardToken);
  assert.deepEqual(messagesOf(middle), ["m2", "m3", "m4", "m5"]);
  assert.deepEqual(messagesOf(await get(middle.nextForwardToken)), ["m6", "m7", "m8", "m9"]);
  const oldest = await get(middle.nextBackwardToken);
  assert.deepEqual(messagesOf(oldest), ["m0", "m1"]);
  const before = await get(oldest.nextBackwardToken);
  assert.deepEqual(messagesOf(before), []);
  assert.deepEqual(messagesOf(await get(before.nextForwardToken)), ["m0", "m1", "m2", "m3"]);
});

test("tokens stay good while events are appended", async () => {
  const { account, messages } = await filled(8);
  const empty = { ...names, logStreamName: "empty" };
  await account.call("CreateLogStream", empty);
  const nothing = await account.call("GetLogEvents", empty);
  const seen: (string | undefined)[] = [];
  let nextToken: string | undefined;
  for (let round = 0; round < 12; round++) {
    const page = await account.call("GetLogEvents", { ...names, limit: 3, nextToken, startFromHead: true });
    seen.push(...messagesOf(page));
    assert.ok(seen.length < 200, "pages without end");
    nextToken = page.nextForwardToken;
    if (round < 6) {
      messages.push(`late${round}`);
      await put(account, "s", [`late${round}`], () => 10);
    }
  }
  assert.deepEqual(seen, messages);
  await put(account, "empty", ["first"], () => 0);
  const first = await account.call("GetLogEvents", { ...empty, nextToken: nothing.nextForwardToken });
  assert.deepEqual(messagesOf(first), ["first"]);
});

test("the range of times starts at its start and ends before its end, or with it when filtering", async () => {
  const { account } = await filled(12);
  const startTime = fixture().clock.nowMs() + 1;
  const range = { startTime, endTime: startTime + 1 };
  assert.deepEqual(messagesOf(await account.call("GetLogEvents", { ...names, ...range })), ["m4", "m5", "m6", "m7"]);
  const { events } = await account.call("FilterLogEvents", { logGroupName: "g", ...range });
  assert.equal(events?.length, 8);
});

test("tokens that nobody gave out are refused", async () => {
  const { account } = await filled(1);
  for (const nextToken of ["f/12", "x/" + "0".repeat(56), "f/" + "9".repeat(56), "nonsense"])
    await assert.rejects(account.call("GetLogEvents", { ...names, nextToken }), {
      code: "InvalidParameterException",
      message: "The specified nextToken is invalid.",
    });
  await assert.rejects(account.call("FilterLogEvents", { logGroupName: "g", nextToken: "nonsense" }), {
    code: "InvalidParameterException",
  });
});

test("a page has at most a megabyte of messages, and at least one", async () => {
  const account = fixture().newAccount();
  await account.makeStream("g", "s");
  const message = "x".repeat(400_000);
  for (let index = 0; index < 5; index++) await put(account, "s", [message], () => index);
  await put(account, "s", ["y".repeat(1_048_550)], () => 5);
  const sizes: number[] = [];
  let nextToken: string | undefined;
  do {
    const page = await account.call("FilterLogEvents", { logGroupName: "g", nextToken });
    sizes.push(page.events?.length ?? 0);
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  assert.deepEqual(sizes, [2, 2, 1, 1]);
});

function line(stream: string, index: number): string {
  return `${index % 3 === 0 ? "ERROR" : "INFO"} ${stream} ${index}`;
}

test("filtering merges streams by time, and every match is on exactly one page", async () => {
  const account = fixture().newAccount();
  const logGroupName = "g";
  await account.makeStream("g", "a-1");
  for (const logStreamName of ["a-2", "b-1"]) await account.call("CreateLogStream", { logGroupName, logStreamName });
  const streams = ["a-1", "a-2", "b-1"];
  for (const [shift, stream] of streams.entries())
    await put(
      account,
      stream,
      Array.from({ length: 20 }, (_, index) => line(stream, index)),
      (index) => index + shift,
    );
  const read = async (input: LogsModel.FilterLogEventsRequest): Promise<LogsModel.FilteredLogEvent[]> => {
    const seen: LogsModel.FilteredLogEvent[] = [];
    let nextToken: string | undefined;
    do {
      const page = await account.call("FilterLogEvents", { ...input, nextToken });
      assert.ok((page.events?.length ?? 0) <= (input.limit ?? 10_000));
      seen.push(...(page.events ?? []));
      assert.ok(seen.length < 200, "pages without end");
      nextToken = page.nextToken;
    } while (nextToken !== undefined);
    return seen;
  };
  for (const limit of [1, 2, 5, 19, 20, 21, 60]) {
    const all = await read({ logGroupName, limit });
    assert.equal(all.length, 60);
    assert.equal(new Set(all.map((event) => event.eventId)).size, 60);
    const times = all.map((event) => event.timestamp ?? 0);
    assert.deepEqual(
      times,
      times.toSorted((one, other) => one - other),
    );
    const errors = await read({ logGroupName, limit, filterPattern: "ERROR", interleaved: true });
    assert.deepEqual(
      errors,
      all.filter((event) => event.message?.startsWith("ERROR")),
    );
    const prefixed = await read({ logGroupName, limit, logStreamNamePrefix: "a-", filterPattern: "-ERROR" });
    assert.equal(prefixed.length, 26);
    const chosen = await read({ logGroupName, limit, logStreamNames: ["b-1", "a-2"] });
    assert.deepEqual(new Set(chosen.map((event) => event.logStreamName)), new Set(["a-2", "b-1"]));
    assert.equal(chosen.length, 40);
  }
});

test("filtering names what it cannot do", async () => {
  const { account } = await filled(1);
  const logGroupName = "g";
  const refused: [LogsModel.FilterLogEventsRequest, string, string | RegExp][] = [
    [{ logGroupName: "no" }, "ResourceNotFoundException", "The specified log group does not exist."],
    [
      { logGroupName, logStreamNames: ["s", "no"] },
      "ResourceNotFoundException",
      "The specified log stream does not exist.",
    ],
    [{ logGroupName, logStreamNames: ["s"], logStreamNamePrefix: "s" }, "InvalidParameterException", /exclusive/],
    [
      { logGroupName, filterPattern: "{ $.a = " },
      "InvalidParameterException",
      "Invalid filter pattern: If a filter pattern starts with '{' it must end with '}'",
    ],
  ];
  for (const [input, code, message] of refused)
    await assert.rejects(account.call("FilterLogEvents", input), { code, message });
  const { events } = await account.call("FilterLogEvents", { logGroupName, logStreamNamePrefix: "no" });
  assert.deepEqual(events, []);
});

test("following as `aws logs tail --follow` does shows every event once", async () => {
  const { clock, newAccount } = fixture();
  const account = newAccount();
  await account.makeStream("g", "s");
  const shown: (string | undefined)[] = [];
  const sent: string[] = [];
  let idsByTime = new Map<number, Set<string | undefined>>();
  let startTime = clock.nowMs() - 600_000;
  let nextToken: string | undefined;
  for (let round = 0; round < 30; round++) {
    if (round < 20) {
      sent.push(`m${round}a`, `m${round}b`);
      await put(account, "s", [`m${round}a`, `m${round}b`], () => Math.floor(round / 3));
    }
    const page = await account.call("FilterLogEvents", {
      logGroupName: "g",
      interleaved: true,
      startTime,
      nextToken,
      limit: 5,
    });
    for (const { timestamp = 0, eventId, message } of page.events ?? []) {
      const ids = idsByTime.get(timestamp) ?? new Set();
      if (!ids.has(eventId)) shown.push(message);
      idsByTime.set(timestamp, ids.add(eventId));
    }
    nextToken = page.nextToken;
    const newest = Math.max(...idsByTime.keys());
    idsByTime = new Map([[newest, idsByTime.get(newest) ?? new Set()]]);
    if (nextToken === undefined) startTime = newest;
  }
  assert.deepEqual(shown, sent);
});

test("a rare match is found far behind the first page of the store", async () => {
  const account = fixture().newAccount();
  await account.makeStream("g", "s");
  const lines = Array.from({ length: 9_999 }, (_, index) => `{"n":${index}}`);
  await put(account, "s", lines, (index) => index);
  const page = await account.call("FilterLogEvents", { logGroupName: "g", filterPattern: "{ $.n = 9876 }", limit: 1 });
  assert.deepEqual(
    page.events?.map((event) => event.message),
    ['{"n":9876}'],
  );
});
