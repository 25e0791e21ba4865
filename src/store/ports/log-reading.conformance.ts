import assert from "node:assert/strict";
import { it } from "node:test";
import type { Scope } from "../../base/index.ts";
import type { LogBatch, LogCursor, LogEvent, LogQuery, LogStore } from "./logs.ts";

/** The store of the test that runs. */
type Current = () => { readonly logs: LogStore };

const scope: Scope = { accountId: "000000000000", region: "us-east-1" };
const elsewhere: Scope = { accountId: "000000000000", region: "eu-west-1" };

/** The part of the contract of `LogStore` that is about reading events; called within a suite. */
export function logReadingConformance(current: Current): void {
  reading(current);
  paging(current);
  readingStreams(current);
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

function reading(current: Current): void {
  it("gives back whatever was written, NUL and half characters' replacements too", async () => {
    const { logs } = current();
    const written = ["", "a\0b", "é 😀 \u2028", String.raw`back\slash 'quoted' "twice"`, "half \ud83d"];
    await logs.append(
      [
        batch(
          "s",
          written.map((message) => [1, message]),
        ),
      ],
      1,
    );
    assert.deepEqual(messages(await logs.read(scope, "g", { limit: 10 })), [...written.slice(0, 4), "half \ufffd"]);
  });

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
}

function paging(current: Current): void {
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
