import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { TestClock } from "../../base/index.ts";
import { StoreFullError } from "../ports/records.ts";
import { openSqlite } from "./index.ts";
import type { SqliteStores } from "./index.ts";

const scope = { accountId: "000000000000", region: "us-east-1" };
const MIB = 1_048_576;

const mayMount = process.getuid?.() === 0;

/** What a test made, undone in the reverse order when it ends. */
function cleanup(t: TestContext): AsyncDisposableStack {
  const stack = new AsyncDisposableStack();
  t.after(() => stack.disposeAsync());
  return stack;
}

function temporaryFolder(stack: AsyncDisposableStack): string {
  const folder = mkdtempSync(join(tmpdir(), "hearth-full-"));
  stack.defer(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A file system of its own. */
function tinyDisk(stack: AsyncDisposableStack, mib: number): string {
  const folder = temporaryFolder(stack);
  const env = { PATH: process.env["PATH"] };
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${mib}m`, "tmpfs", folder], { env });
  stack.defer(() => {
    execFileSync("umount", ["--lazy", folder], { env });
  });
  return folder;
}

/** Writes until the disk is full; returns the keys that were acknowledged. */
async function fill({ records }: SqliteStores): Promise<string[]> {
  const done: string[] = [];
  for (let count = 0; ; count++) {
    assert.ok(count < 10_000, "the disk did not fill up");
    try {
      await records.write([{ op: "put", kind: "fill", key: `k${count}`, value: "x".repeat(20_000) }]);
      done.push(`k${count}`);
    } catch (error) {
      assert.ok(error instanceof StoreFullError, String(error));
      return done;
    }
  }
}

async function assertIntact({ records }: SqliteStores, keys: readonly string[]): Promise<void> {
  assert.deepEqual(
    (await records.list("fill", { prefix: "", limit: 10_000 })).map(({ key }) => key),
    keys.toSorted(),
  );
}

const onTinyDisk = { skip: mayMount ? false : "only root may mount a file system" };

test("a full disk loses nothing, is told, and is forgotten once there is space", onTinyDisk, async (t) => {
  const stack = cleanup(t);
  const disk = tinyDisk(stack, 10);
  const ballast = join(disk, "ballast");
  writeFileSync(ballast, Buffer.alloc(5 * MIB));
  const folder = join(disk, "data");
  const stores = await openSqlite({ folder, clock: new TestClock() });
  stack.defer(() => stores.close());
  const done = await fill(stores);
  assert.ok(done.length > 0);
  await assertIntact(stores, done);
  const event = { timestampMs: 1, message: "x".repeat(900_000) };
  const append = (): Promise<void> => stores.logs.append([{ scope, group: "g", stream: "s", events: [event] }], 1);
  await assert.rejects(append(), StoreFullError);
  assert.equal(await stores.logs.group(scope, "g"), undefined);

  rmSync(ballast);
  await stores.records.write([{ op: "put", kind: "fill", key: "later", value: "x".repeat(20_000) }]);
  await append();
  await assertIntact(stores, [...done, "later"]);
  assert.equal((await stores.logs.read(scope, "g", { limit: 5 })).length, 1);
});

test("when the limit is reached, what still fits is written, beside what does not", async (t) => {
  const stack = cleanup(t);
  const folder = temporaryFolder(stack);
  const stores = await openSqlite({ folder, clock: new TestClock(), pagesMax: 100 });
  stack.defer(() => stores.close());
  const done = await fill(stores);
  const [large, small] = await Promise.allSettled([
    stores.records.write([{ op: "put", kind: "large", key: "a", value: "x".repeat(MIB) }]),
    stores.records.write([{ op: "put", kind: "small", key: "a", value: 1 }]),
  ]);
  assert.ok(large.status === "rejected" && large.reason instanceof StoreFullError);
  assert.equal(small.status, "fulfilled");
  await assertIntact(stores, done);
  const freed = done.map((key) => ({ op: "put" as const, kind: "fill", key, value: null }));
  await stores.records.write(freed);
  await stores.records.write([{ op: "put", kind: "large", key: "a", value: "x".repeat(100_000) }]);
});

test("a disk without space for an empty store is told when it is opened", onTinyDisk, async (t) => {
  const disk = tinyDisk(cleanup(t), 1);
  writeFileSync(join(disk, "ballast"), Buffer.alloc(MIB - 16_384));
  await assert.rejects(openSqlite({ folder: join(disk, "data"), clock: new TestClock() }), StoreFullError);
});
