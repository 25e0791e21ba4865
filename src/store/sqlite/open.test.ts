import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { TestContext } from "node:test";
import { TestClock } from "../../base/index.ts";
import { openSqlite } from "./index.ts";
import { checkSqliteVersion, SqliteTooOldError } from "./version.ts";

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "hearth-open-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("a SQLite that may lose commits is refused", () => {
  for (const version of ["3.51.2", "3.50.9", "3.9.99", "2.99.99", "0"]) {
    assert.throws(() => checkSqliteVersion(version), SqliteTooOldError, version);
  }
  for (const version of ["3.51.3", "3.51.10", "3.52.0", "3.100.0", "4.0.0"]) checkSqliteVersion(version);
});

test("a database of a newer server is refused, and left as it was", async (t) => {
  const folder = temporaryFolder(t);
  const clock = new TestClock();
  await (await openSqlite({ folder, clock })).close();
  const database = new DatabaseSync(join(folder, "records.sqlite"));
  database.exec("insert into migration values ('records', 99, 'from the future', 0)");
  database.close();
  await assert.rejects(openSqlite({ folder, clock }), /records database has schema 99 .* up to \d+; start the newer/);
});

test("a file that is not a database is named as the cause", async (t) => {
  const folder = temporaryFolder(t);
  writeFileSync(join(folder, "records.sqlite"), "this is not a database, whatever its name says; ".repeat(100));
  await assert.rejects(openSqlite({ folder, clock: new TestClock() }), /file is not a database/);
});

test("commits of records are flushed to the disk; migrations are recorded once", async (t) => {
  const folder = temporaryFolder(t);
  const clock = new TestClock(1_234);
  for (let round = 0; round < 2; round++) await (await openSqlite({ folder, clock })).close();
  const database = new DatabaseSync(join(folder, "logs.sqlite"), { readOnly: true });
  t.after(() => database.close());
  const rows = database.prepare("select series, number, applied_ms from migration").all();
  assert.deepEqual(
    rows.map((row) => ({ ...row })),
    [{ series: "logs", number: 1, applied_ms: 1_234 }],
  );
});

test("after closing, writes are refused with a clear error", async (t) => {
  const folder = temporaryFolder(t);
  const stores = await openSqlite({ folder, clock: new TestClock() });
  await stores.close();
  await assert.rejects(stores.records.write([{ op: "put", kind: "a", key: "b", value: 1 }]), /the store is closed/);
  await stores.close();
});
