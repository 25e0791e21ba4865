import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { Json, RecordStore, StoredRecord } from "./records.ts";
import { RecordConflict } from "./records.ts";

/** A store to be tested, and how to see whether it remembers. */
export interface RecordStoreUnderTest {
  readonly records: RecordStore;
  /** Closes the store and opens it again, as a restart of the server does. */
  reopen(): Promise<RecordStore>;
  close(): Promise<void>;
}

/** The contract of `RecordStore` as tests; each gets an empty store from `open`. */
export function recordStoreConformance(adapter: string, open: () => Promise<RecordStoreUnderTest>): void {
  describe(`${adapter} keeps the contract of RecordStore`, () => {
    let under: RecordStoreUnderTest;
    let records: RecordStore;
    beforeEach(async () => {
      under = await open();
      records = under.records;
    });
    afterEach(() => under.close());
    const current = (): { records: RecordStore; under: RecordStoreUnderTest } => ({ records, under });
    values(current);
    versions(current);
    races(current);
    listing(current);
    changes(current);
  });
}

type Current = () => { records: RecordStore; under: RecordStoreUnderTest };

function put(key: string, value: Json = null): { op: "put"; kind: string; key: string; value: Json } {
  return { op: "put", kind: "thing", key, value };
}

function values(current: Current): void {
  it("returns what was written, whatever the JSON", async () => {
    const { records } = current();
    const samples: Json[] = [null, true, 0, -1.5, "", "é 😀 \0 \u2028 'quoted'", [], [1, [2]], { a: { b: [null] } }];
    samples.push("x".repeat(1_500_000));
    await records.write(samples.map((value, index) => put(`k${index}`, value)));
    for (const [index, value] of samples.entries()) {
      assert.deepEqual((await records.get("thing", `k${index}`))?.value, value);
    }
  });

  it("knows nothing of keys that were never written, were deleted, or are of another kind", async () => {
    const { records } = current();
    assert.equal(await records.get("thing", "a"), undefined);
    await records.write([put("a", 1)]);
    assert.equal(await records.get("other", "a"), undefined);
    await records.write([{ op: "delete", kind: "thing", key: "a" }]);
    assert.equal(await records.get("thing", "a"), undefined);
    assert.deepEqual(await records.list("thing", { prefix: "", limit: 10 }), []);
  });

  it("deletes what is not there without complaint, and writes nothing at all", async () => {
    const { records } = current();
    await records.write([{ op: "delete", kind: "thing", key: "never" }]);
    await records.write([]);
    assert.deepEqual(await records.changesAfter(0, 10), []);
  });

  it("remembers across a restart", async () => {
    const { records, under } = current();
    await records.write([put("a", { n: 1 }), put("b", 2)]);
    await records.write([{ op: "delete", kind: "thing", key: "b" }]);
    const before = await records.changesAfter(0, 10);
    const again = await under.reopen();
    assert.deepEqual(await again.get("thing", "a"), { key: "a", value: { n: 1 }, version: 1 });
    assert.equal(await again.get("thing", "b"), undefined);
    assert.deepEqual(await again.changesAfter(0, 10), before);
    await again.write([put("c")]);
    const last = before.at(-1)?.sequence ?? Infinity;
    assert.ok((await again.changesAfter(last, 10)).every(({ sequence, key }) => sequence > last && key === "c"));
  });
}

function versions(current: Current): void {
  it("counts the writes of each key, and never repeats a version", async () => {
    const { records } = current();
    const version = async (): Promise<number> => (await records.get("thing", "a"))?.version ?? 0;
    await records.write([put("a")]);
    assert.equal(await version(), 1);
    await records.write([put("a"), put("a"), put("b")]);
    assert.equal(await version(), 3);
    await records.write([{ op: "delete", kind: "thing", key: "a" }]);
    await records.write([put("a")]);
    assert.ok((await version()) > 3);
  });

  it("refuses a write whose expectation fails, whole", async () => {
    const { records } = current();
    await records.write([put("a", "old")]);
    const refused = [
      [put("x"), { ...put("a"), expect: "absent" as const }],
      [put("x"), { ...put("a"), expect: 2 }],
      [put("x"), { ...put("b"), expect: 1 }],
      [put("x"), { op: "delete" as const, kind: "thing", key: "a", expect: 2 }],
      [put("x"), { op: "delete" as const, kind: "thing", key: "b", expect: 1 }],
      [
        { ...put("x"), expect: "absent" as const },
        { ...put("x"), expect: "absent" as const },
      ],
    ];
    for (const write of refused) {
      await assert.rejects(records.write(write), (error) => error instanceof RecordConflict && error.kind === "thing");
    }
    assert.equal(await records.get("thing", "x"), undefined);
    assert.deepEqual(await records.get("thing", "a"), { key: "a", value: "old", version: 1 });
    assert.deepEqual(
      (await records.changesAfter(0, 10)).map(({ key }) => key),
      ["a"],
    );
  });

  it("does writes whose expectations hold, each seeing those before it", async () => {
    const { records } = current();
    await records.write([
      { ...put("a", 1), expect: "absent" },
      { ...put("a", 2), expect: 1 },
    ]);
    assert.deepEqual(await records.get("thing", "a"), { key: "a", value: 2, version: 2 });
    await records.write([
      { op: "delete", kind: "thing", key: "a", expect: 2 },
      { ...put("a", 3), expect: "absent" },
    ]);
    assert.equal((await records.get("thing", "a"))?.value, 3);
  });
}

function races(current: Current): void {
  it("loses no update when many writers race", async () => {
    const { records } = current();
    await records.write([put("count", 0)]);
    let conflicts = 0;
    const increment = async (): Promise<void> => {
      for (;;) {
        const seen = await records.get("thing", "count");
        try {
          await records.write([{ ...put("count", Number(seen?.value) + 1), expect: seen?.version ?? 0 }]);
          return;
        } catch (error) {
          if (!(error instanceof RecordConflict)) throw error;
          conflicts += 1;
        }
      }
    };
    await Promise.all(Array.from({ length: 20 }, increment));
    assert.equal((await records.get("thing", "count"))?.value, 20);
    assert.ok(conflicts > 0, "the writers did not race, so nothing was tested");
  });

  it("lets a conflict hurt nobody else who writes at that moment", async () => {
    const { records } = current();
    const writes = Array.from({ length: 60 }, (_, index) =>
      records.write([index % 3 === 0 ? { ...put(`k${index}`), expect: 7 } : put(`k${index}`)]),
    );
    const results = await Promise.allSettled(writes);
    assert.ok(results.every(({ status }, index) => (status === "rejected") === (index % 3 === 0)));
    assert.equal((await records.list("thing", { prefix: "", limit: 100 })).length, 40);
  });
}

function keysOf(found: readonly StoredRecord[]): string[] {
  return found.map(({ key }) => key);
}

function listing(current: Current): void {
  it("lists by prefix in the order of bytes", async () => {
    const { records } = current();
    // U+FF5E comes before U+1F600 in bytes, and after it in UTF-16.
    const keys = ["a", "a/", "a/1", "a/%", "a/_", "a/é", "a/～", "a/😀", "a0", "b", "A"];
    await records.write(keys.map((key) => put(key)));
    await records.write([{ op: "put", kind: "other", key: "a/other", value: 1 }]);
    const list = async (prefix: string): Promise<string[]> =>
      keysOf(await records.list("thing", { prefix, limit: 100 }));
    assert.deepEqual(await list(""), ["A", "a", "a/", "a/%", "a/1", "a/_", "a/é", "a/～", "a/😀", "a0", "b"]);
    assert.deepEqual(await list("a/"), ["a/", "a/%", "a/1", "a/_", "a/é", "a/～", "a/😀"]);
    assert.deepEqual(await list("a/%"), ["a/%"]);
    assert.deepEqual(await list("c"), []);
  });

  it("pages through everything exactly once", async () => {
    const { records } = current();
    const keys = Array.from({ length: 50 }, (_, index) => `p/${String(index).padStart(3, "0")}`);
    await records.write([...keys, "o", "q"].map((key) => put(key)));
    const seen: string[] = [];
    for (let page = await records.list("thing", { prefix: "p/", limit: 7 }); page.length > 0;) {
      seen.push(...keysOf(page));
      page = await records.list("thing", { prefix: "p/", limit: 7, after: page.at(-1)?.key ?? "" });
    }
    assert.deepEqual(seen, keys);
  });

  it("goes on after a key that is gone, or outside the prefix", async () => {
    const { records } = current();
    await records.write(["b1", "b3", "b4", "c"].map((key) => put(key)));
    const after = async (key: string): Promise<string[]> =>
      keysOf(await records.list("thing", { prefix: "b", limit: 10, after: key }));
    assert.deepEqual(await after("b2"), ["b3", "b4"]);
    assert.deepEqual(await after("a"), ["b1", "b3", "b4"]);
    assert.deepEqual(await after("c"), []);
  });
}

function changes(current: Current): void {
  it("tells changes in the order of commits, the last of each key, deletions too", async () => {
    const { records } = current();
    await records.write([put("a"), put("b")]);
    await records.write([put("c")]);
    await records.write([{ op: "delete", kind: "thing", key: "b" }, put("a")]);
    const told = await records.changesAfter(0, 10);
    assert.deepEqual(
      told.map(({ key }) => key),
      ["c", "b", "a"],
    );
    assert.ok(told.every(({ sequence }, index) => sequence > (told[index - 1]?.sequence ?? 0)));
    assert.deepEqual(await records.changesAfter(told[0]?.sequence ?? 0, 1), told.slice(1, 2));
    assert.deepEqual(await records.changesAfter(told.at(-1)?.sequence ?? 0, 10), []);
  });
}
