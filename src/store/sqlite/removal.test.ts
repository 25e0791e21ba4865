import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { TestClock } from "../../base/index.ts";
import { openSqlite } from "./index.ts";
import type { SqliteStores } from "./index.ts";

const scope = { accountId: "000000000000", region: "us-east-1" };

/** A folder, and stores in it that are closed before it is removed, however the test ends. */
function temporaryStores(t: TestContext): { folder: string; open: () => Promise<SqliteStores> } {
  const folder = mkdtempSync(join(tmpdir(), "hearth-removal-"));
  const stack = new AsyncDisposableStack();
  t.after(() => stack.disposeAsync());
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  const open = async (): Promise<SqliteStores> => {
    const stores = await openSqlite({ folder, clock: new TestClock() });
    stack.defer(() => stores.close());
    return stores;
  };
  return { folder, open };
}

function rowCounts(folder: string): number[] {
  const database = new DatabaseSync(join(folder, "logs.sqlite"), { readOnly: true });
  try {
    return ["log_event", "log_stream", "log_garbage"].map((table) =>
      Number(database.prepare(`select count(*) as n from ${table}`).get()?.["n"]),
    );
  } finally {
    database.close();
  }
}

async function untilGone(folder: string): Promise<void> {
  for (let tries = 0; rowCounts(folder).some((count) => count > 0); tries++) {
    assert.ok(tries < 500, `still there: ${rowCounts(folder).join(" ")}`);
    await sleep(10);
  }
}

test("what was deleted is removed in the background, also after a restart in the middle", async (t) => {
  const { folder, open } = temporaryStores(t);
  const events = Array.from({ length: 5_000 }, (_, index) => ({ timestampMs: index, message: "x" }));
  let stores = await open();
  const batches = ["a", "b", "c"].map((stream) => ({ scope, group: "g", stream, events }));
  await stores.logs.append([...batches, { scope, group: "h", stream: "s", events }], 1);
  await stores.logs.deleteStream(scope, "h", "s");
  await stores.logs.deleteGroup(scope, "g");
  await stores.logs.deleteGroup(scope, "h");
  await stores.close();
  const [events1 = 0, , garbage = 0] = rowCounts(folder);
  assert.ok(events1 > 0 && garbage > 0, "closing waited for everything to be removed");
  stores = await open();
  await untilGone(folder);
});

test("records are written while a large group is removed", async (t) => {
  const { folder, open } = temporaryStores(t);
  const stores = await open();
  const events = Array.from({ length: 30_000 }, (_, index) => ({ timestampMs: index, message: "x" }));
  await stores.logs.append([{ scope, group: "g", stream: "s", events }], 1);
  await stores.logs.deleteGroup(scope, "g");
  await stores.records.write([{ op: "put", kind: "a", key: "b", value: 1 }]);
  await stores.logs.append([{ scope, group: "h", stream: "s", events: [{ timestampMs: 1, message: "new" }] }], 1);
  assert.ok((rowCounts(folder)[0] ?? 0) > 1, "everything was removed first");
  assert.equal((await stores.logs.read(scope, "h", { limit: 2 })).length, 1);
  await stores.logs.deleteGroup(scope, "h");
  await untilGone(folder);
});

test("the disk gets back the space of large groups", async (t) => {
  const { folder, open } = temporaryStores(t);
  const stores = await open();
  const message = "x".repeat(60_000);
  for (let count = 0; count < 10; count++) {
    const events = Array.from({ length: 50 }, (_, index) => ({ timestampMs: index, message }));
    await stores.logs.append([{ scope, group: "g", stream: "s", events }], 1);
  }
  const pages = (): number => {
    const database = new DatabaseSync(join(folder, "logs.sqlite"), { readOnly: true });
    const count = Number(database.prepare("pragma page_count").get()?.["page_count"]);
    database.close();
    return count;
  };
  const before = pages();
  await stores.logs.deleteGroup(scope, "g");
  for (let tries = 0; pages() > before * 0.7; tries++) {
    assert.ok(tries < 500, `still ${pages()} pages of ${before}`);
    await sleep(10);
  }
});
