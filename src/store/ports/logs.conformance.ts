import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Scope } from "../../base/index.ts";
import type { LogBatch, LogCursor, LogEvent, LogQuery, LogStore } from "./logs.ts";
import { LogGroupMissing } from "./logs.ts";

/** A store to be tested, and how to see whether it remembers. */
export interface LogStoreUnderTest {
  readonly logs: LogStore;
  /** Closes the store and opens it again, as a restart of the server does. */
  reopen(): Promise<LogStore>;
  close(): Promise<void>;
}

type Current = () => { logs: LogStore; under: LogStoreUnderTest };

const scope: Scope = { accountId: "000000000000", region: "us-east-1" };
const elsewhere: Scope = { accountId: "000000000000", region: "eu-west-1" };
const DAY_MS = 86_400_000;

/** The contract of `LogStore` as tests; each gets an empty store from `open`. */
export function logStoreConformance(adapter: string, open: () => Promise<LogStoreUnderTest>): void {
  describe(`${adapter} keeps the contract of LogStore`, () => {
    let under: LogStoreUnderTest;
    beforeEach(async () => {
      under = await open();
    });
    afterEach(() => under.close());
    const current: Current = () => ({ logs: under.logs, under });
    groups(current);
    streams(current);
    appending(current);
    reading(current);
    readingStreams(current);
    removing(current);
  });
}

function batch(stream: string, events: readonly [timestampMs: number, message: string][], group = "g"): LogBatch {
  return { scope, group, stream, events: events.map(([timestampMs, message]) => ({ timestampMs, message })) };
}

function messages(events: readonly LogEvent[]): string[] {
  return events.map(({ message }) => message);
}

/** Reads page after page with cursors until one is empty. */
async function readAll(logs: LogStore, query: LogQuery): Promise<LogEvent[]> {
  const all: LogEvent[] = [];
  let after: LogCursor | undefined;
  for (;;) {
    const page = await logs.read(scope, "g", after === undefined ? query : { ...query, after });
    all.push(...page);
    after = page.at(-1);
    if (after === undefined) return all;
  }
}

function groups(current: Current): void {
  it("makes a group once, per account and region", async () => {
    const { logs } = current();
    const group = { name: "g", creationTimeMs: 5, tags: { a: "b" } };
    assert.equal(await logs.createGroup(scope, group), true);
    assert.equal(await logs.createGroup(scope, { ...group, creationTimeMs: 6 }), false);
    assert.equal(await logs.createGroup(elsewhere, group), true);
    assert.deepEqual(await logs.group(scope, "g"), {
      name: "g",
      creationTimeMs: 5,
      retentionDays: undefined,
      storedBytes: 0,
      tags: { a: "b" },
    });
    assert.equal(await logs.group(scope, "h"), undefined);
  });

  it("changes retention and tags of groups that exist", async () => {
    const { logs } = current();
    await logs.createGroup(scope, { name: "g", creationTimeMs: 5, tags: {} });
    assert.equal(await logs.setRetention(scope, "g", 7), true);
    assert.equal(await logs.setTags(scope, "g", { x: "é" }), true);
    assert.deepEqual(await logs.group(scope, "g").then((g) => [g?.retentionDays, g?.tags]), [7, { x: "é" }]);
    await logs.setRetention(scope, "g", undefined);
    assert.equal((await logs.group(scope, "g"))?.retentionDays, undefined);
    assert.equal(await logs.setRetention(elsewhere, "g", 7), false);
    assert.equal(await logs.setTags(scope, "none", {}), false);
  });

  it("lists groups by prefix, pattern and page", async () => {
    const { logs } = current();
    for (const name of ["/aws/lambda/b", "/aws/lambda/A_1", "/aws/lambda/a%1", "zoo"]) {
      await logs.createGroup(scope, { name, creationTimeMs: 1, tags: {} });
    }
    await logs.createGroup(elsewhere, { name: "/aws/lambda/far", creationTimeMs: 1, tags: {} });
    const list = async (query: { prefix?: string; pattern?: string; after?: string }, limit = 50): Promise<string[]> =>
      (await logs.listGroups(scope, { ...query, limit })).map(({ name }) => name);
    assert.deepEqual(await list({}), ["/aws/lambda/A_1", "/aws/lambda/a%1", "/aws/lambda/b", "zoo"]);
    assert.deepEqual(await list({ prefix: "/aws" }, 2), ["/aws/lambda/A_1", "/aws/lambda/a%1"]);
    assert.deepEqual(await list({ prefix: "/aws", after: "/aws/lambda/a%1" }), ["/aws/lambda/b"]);
    assert.deepEqual(await list({ pattern: "LAMBDA/a" }), ["/aws/lambda/A_1", "/aws/lambda/a%1"]);
    assert.deepEqual(await list({ pattern: "_1" }), ["/aws/lambda/A_1"]);
    assert.deepEqual(await list({ pattern: "%" }), ["/aws/lambda/a%1"]);
  });
}

function streams(current: Current): void {
  it("makes a stream once, in a group that exists", async () => {
    const { logs } = current();
    await logs.createGroup(scope, { name: "g", creationTimeMs: 5, tags: {} });
    assert.equal(await logs.createStream(scope, "g", { name: "s", creationTimeMs: 6 }), true);
    assert.equal(await logs.createStream(scope, "g", { name: "s", creationTimeMs: 7 }), false);
    await assert.rejects(
      logs.createStream(scope, "none", { name: "s", creationTimeMs: 6 }),
      (error) => error instanceof LogGroupMissing && error.group === "none",
    );
    assert.deepEqual(await logs.stream(scope, "g", "s"), {
      name: "s",
      creationTimeMs: 6,
      firstEventTimeMs: undefined,
      lastEventTimeMs: undefined,
      lastIngestionTimeMs: undefined,
      storedBytes: 0,
    });
    assert.equal(await logs.stream(scope, "g", "t"), undefined);
    assert.equal(await logs.stream(scope, "none", "s"), undefined);
  });

  it("lists streams by name and by last event, both ways, in pages", async () => {
    const { logs } = current();
    await logs.append([batch("b", [[30, "x"]]), batch("a", [[10, "x"]]), batch("c/1", [[20, "x"]])], 99);
    await logs.createStream(scope, "g", { name: "empty", creationTimeMs: 1 });
    const list = async (
      orderBy: "name" | "lastEventTime",
      descending: boolean,
      page: { prefix?: string; offset?: number; limit?: number } = {},
    ): Promise<string> => {
      const found = await logs.listStreams(scope, "g", { offset: 0, limit: 50, ...page, orderBy, descending });
      return found.map(({ name }) => name).join(" ");
    };
    assert.equal(await list("name", false), "a b c/1 empty");
    assert.equal(await list("name", true), "empty c/1 b a");
    assert.equal(await list("lastEventTime", false), "empty a c/1 b");
    assert.equal(await list("lastEventTime", true), "b c/1 a empty");
    assert.equal(await list("lastEventTime", true, { offset: 1, limit: 2 }), "c/1 a");
    assert.equal(await list("name", false, { prefix: "c/" }), "c/1");
    assert.deepEqual(
      await logs.listStreams(scope, "none", { orderBy: "name", descending: false, offset: 0, limit: 5 }),
      [],
    );
  });
}

function appending(current: Current): void {
  it("makes what is missing, and keeps sums and times", async () => {
    const { logs } = current();
    await logs.append(
      [
        batch("s", [
          [20, "é"],
          [10, "abc"],
        ]),
        batch("t", [[5, ""]]),
        batch("u", []),
      ],
      100,
    );
    await logs.append([batch("s", [[15, "x"]])], 200);
    assert.deepEqual(await logs.stream(scope, "g", "s"), {
      name: "s",
      creationTimeMs: 100,
      firstEventTimeMs: 10,
      lastEventTimeMs: 20,
      lastIngestionTimeMs: 200,
      storedBytes: 2 + 3 + 1 + 3 * 26,
    });
    const group = await logs.group(scope, "g");
    assert.equal(group?.storedBytes, 6 + 4 * 26);
    assert.equal(group?.creationTimeMs, 100);
    assert.equal((await logs.stream(scope, "g", "u"))?.lastEventTimeMs, undefined);
  });

  it("keeps messages as they are", async () => {
    const { logs } = current();
    const texts = ["", "a\nb", "é 😀 \u2028", "'; drop table log_event; --", "x".repeat(1_000_000)];
    await logs.append(
      [
        batch(
          "s",
          texts.map((text) => [1, text]),
        ),
      ],
      2,
    );
    assert.deepEqual(messages(await logs.read(scope, "g", { limit: 10 })), texts);
  });

  it("remembers across a restart", async () => {
    const { logs, under } = current();
    await logs.append([batch("s", [[1, "kept"]])], 7);
    const [before] = await logs.read(scope, "g", { limit: 10 });
    const again = await under.reopen();
    assert.deepEqual(await again.read(scope, "g", { limit: 10 }), [before]);
    assert.equal(before?.ingestionTimeMs, 7);
    await again.append([batch("s", [[1, "later"]])], 8);
    assert.deepEqual(messages(await again.read(scope, "g", { limit: 10 })), ["kept", "later"]);
  });
}

function reading(current: Current): void {
  it("orders by time, and events of equal time as they came", async () => {
    const { logs } = current();
    await logs.append(
      [
        batch("s", [
          [2, "c"],
          [1, "a"],
        ]),
        batch("t", [[2, "d"]]),
      ],
      9,
    );
    await logs.append(
      [
        batch("s", [
          [1, "b"],
          [2, "e"],
        ]),
      ],
      9,
    );
    assert.equal(messages(await logs.read(scope, "g", { limit: 10 })).join(""), "abcde");
    assert.equal(messages(await logs.read(scope, "g", { limit: 10, newestFirst: true })).join(""), "edcba");
    assert.equal(messages(await logs.read(scope, "g", { limit: 2, newestFirst: true })).join(""), "ed");
    assert.deepEqual(await logs.read(scope, "none", { limit: 10 }), []);
    assert.deepEqual(await logs.read(elsewhere, "g", { limit: 10 }), []);
  });

  it("takes the start and leaves the end of a range", async () => {
    const { logs } = current();
    await logs.append(
      [
        batch("s", [
          [1, "1"],
          [2, "2"],
          [3, "3"],
          [4, "4"],
        ]),
      ],
      9,
    );
    for (const newestFirst of [false, true]) {
      const found = await logs.read(scope, "g", { fromMs: 2, toMs: 4, limit: 10, newestFirst });
      assert.equal(messages(found).toSorted().join(""), "23");
    }
  });

  it("pages both ways through everything exactly once, in few and in many slices", async () => {
    const { logs } = current();
    const events = Array.from({ length: 1_700 }, (_, index): [number, string] => [1 + (index % 40), `m${index}`]);
    await logs.append([batch("s", events.slice(0, 900)), batch("t", events.slice(900))], 9);
    for (const named of [undefined, ["s", "t"]]) {
      for (const limit of [300, 5_000]) {
        const query = named === undefined ? { limit } : { limit, streams: named };
        const forward = await readAll(logs, query);
        assert.equal(new Set(messages(forward)).size, 1_700);
        assert.ok(forward.every((event, index) => index === 0 || follows(event, forward[index - 1])));
        const backward = await readAll(logs, { ...query, newestFirst: true });
        assert.deepEqual(backward.toReversed(), forward);
      }
    }
  });

  it("ends a page at its size, but never before its first event", async () => {
    const { logs } = current();
    await logs.append(
      [
        batch("s", [
          [1, "x".repeat(100)],
          [2, "y".repeat(100)],
          [3, "z"],
        ]),
      ],
      9,
    );
    const sizes = async (bytesMax: number): Promise<number> =>
      (await logs.read(scope, "g", { limit: 10, bytesMax })).length;
    assert.deepEqual([await sizes(1), await sizes(251), await sizes(252), await sizes(1_000)], [1, 1, 2, 3]);
  });
}

function follows(event: LogEvent, before: LogEvent | undefined): boolean {
  if (before === undefined || event.timestampMs !== before.timestampMs)
    return before === undefined || event.timestampMs > before.timestampMs;
  return event.sequence > before.sequence;
}

function readingStreams(current: Current): void {
  it("reads some streams only", async () => {
    const { logs } = current();
    await logs.append([batch("a/1", [[1, "a1"]]), batch("a/2", [[2, "a2"]]), batch("b", [[3, "b"]])], 9);
    const read = async (query: Partial<LogQuery>): Promise<string> =>
      messages(await logs.read(scope, "g", { limit: 10, ...query })).join(" ");
    assert.equal(await read({ streams: ["b", "a/1", "missing", "b"] }), "a1 b");
    assert.equal(await read({ streams: [] }), "");
    assert.equal(await read({ streamPrefix: "a/" }), "a1 a2");
    assert.equal(await read({ streamPrefix: "a/", streams: ["b", "a/2"] }), "a2");
    assert.equal(await read({ streamPrefix: "", newestFirst: true }), "b a2 a1");
  });

  it("reads by prefix when hundreds of streams have it", async () => {
    const { logs } = current();
    const batches = Array.from({ length: 250 }, (_, index) => [
      batch(`yes/${index}`, [[index, `y${index}`]]),
      batch(`no/${index}`, [[index, `n${index}`]]),
    ]).flat();
    await logs.append(batches, 9);
    const found = await readAll(logs, { limit: 60, streamPrefix: "yes/" });
    assert.deepEqual(
      messages(found),
      Array.from({ length: 250 }, (_, index) => `y${index}`),
    );
    const named = await readAll(logs, { limit: 60, streams: batches.slice(0, 300).map(({ stream }) => stream) });
    assert.equal(named.length, 300);
  });
}

function removing(current: Current): void {
  it("deletes a group with everything in it; a new one of that name is empty", async () => {
    const { logs, under } = current();
    // So many that they cannot be gone when the new group is made.
    const many = Array.from({ length: 5_000 }, (_, index): [number, string] => [index, "old"]);
    await logs.append([batch("s", many)], 9);
    assert.equal(await logs.deleteGroup(elsewhere, "g"), false);
    assert.equal(await logs.deleteGroup(scope, "g"), true);
    assert.equal(await logs.deleteGroup(scope, "g"), false);
    assert.equal(await logs.group(scope, "g"), undefined);
    assert.deepEqual(await logs.read(scope, "g", { limit: 10 }), []);
    await logs.append([batch("s", [[2, "new"]])], 10);
    assert.deepEqual(messages(await logs.read(scope, "g", { limit: 10 })), ["new"]);
    assert.equal((await logs.group(scope, "g"))?.storedBytes, 29);
    const again = await under.reopen();
    assert.deepEqual(messages(await again.read(scope, "g", { limit: 10 })), ["new"]);
  });

  it("deletes a stream and leaves the others", async () => {
    const { logs } = current();
    const many = Array.from({ length: 5_000 }, (): [number, string] => [1, "gone"]);
    await logs.append([batch("t", [[2, "kept"]]), batch("s", many)], 9);
    assert.equal(await logs.deleteStream(scope, "g", "none"), false);
    assert.equal(await logs.deleteStream(scope, "g", "s"), true);
    assert.equal(await logs.stream(scope, "g", "s"), undefined);
    assert.deepEqual(messages(await logs.read(scope, "g", { limit: 10 })), ["kept"]);
    assert.equal((await logs.group(scope, "g"))?.storedBytes, 30);
    await logs.append([batch("s", [[3, "again"]])], 10);
    assert.deepEqual(messages(await logs.read(scope, "g", { streams: ["s"], limit: 10 })), ["again"]);
  });

  it("removes what is older than its group's retention, and nothing else", async () => {
    const { logs } = current();
    const nowMs = 100 * DAY_MS;
    const events = Array.from({ length: 2_500 }, (_, index): [number, string] => [
      nowMs - 7 * DAY_MS - 1 - index,
      "old",
    ]);
    await logs.append(
      [batch("s", [...events, [nowMs - 7 * DAY_MS, "just young enough"]]), batch("t", [[1, "old"]])],
      nowMs,
    );
    await logs.append([batch("s", [[1, "for ever"]], "h")], nowMs);
    assert.equal(await logs.expire(nowMs), 0);
    await logs.setRetention(scope, "g", 7);
    assert.equal(await logs.expire(nowMs), 2_501);
    assert.equal(await logs.expire(nowMs), 0);
    assert.deepEqual(messages(await logs.read(scope, "g", { limit: 10 })), ["just young enough"]);
    assert.equal((await logs.read(scope, "h", { limit: 10 })).length, 1);
    assert.equal((await logs.group(scope, "g"))?.storedBytes, 17 + 26);
    assert.equal((await logs.stream(scope, "g", "s"))?.firstEventTimeMs, nowMs - 7 * DAY_MS);
    assert.equal((await logs.stream(scope, "g", "t"))?.firstEventTimeMs, undefined);
  });
}
