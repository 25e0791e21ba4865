import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Scope } from "../../base/index.ts";
import { logReadingConformance } from "./log-reading.conformance.ts";
import type { LogBatch, LogEvent, LogStore } from "./logs.ts";
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
    logReadingConformance(current);
    removing(current);
  });
}

function batch(stream: string, events: readonly [timestampMs: number, message: string][], group = "g"): LogBatch {
  return { scope, group, stream, events: events.map(([timestampMs, message]) => ({ timestampMs, message })) };
}

function messages(events: readonly LogEvent[]): string[] {
  return events.map(({ message }) => message);
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
