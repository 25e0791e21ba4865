import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { TestClock } from "../../base/index.ts";
import { openSqlite } from "./index.ts";

const scope = { accountId: "000000000000", region: "us-east-1" };

/** Runs the writer until it has acknowledged `linesMin` and some random more, kills it, and returns what it said. */
async function writeUntilKilled(folder: string, round: number, linesMin: number): Promise<string[]> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "testing/crash-writer.ts"), folder, `${round}`], {
    env: {},
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  let text = "";
  child.stdout.setEncoding("utf8");
  for await (const piece of child.stdout) {
    text += String(piece);
    if (text.split("\n").length > linesMin) child.kill("SIGKILL");
  }
  const [code, signal] = await exited;
  assert.deepEqual([code, signal], [null, "SIGKILL"], "the writer ended by itself");
  // The last line may be cut off; without its newline nothing was acknowledged.
  return text.split("\n").slice(0, -1);
}

function integrity(file: string): unknown {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return database.prepare("pragma integrity_check").get()?.["integrity_check"];
  } finally {
    database.close();
  }
}

test("whatever was acknowledged is there after kill -9, whenever it comes", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "hearth-crash-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const acknowledged: string[] = [];
  for (let round = 0; round < 5; round++) {
    acknowledged.push(...(await writeUntilKilled(folder, round, 1 + Math.floor(Math.random() * 1_500))));
    const stores = await openSqlite({ folder, clock: new TestClock() });
    const logged = new Set<string>();
    for (let past = 0; past <= round; past++) {
      const events = await stores.logs.read(scope, "g", { streams: [`${past}`], limit: 100_000 });
      for (const { message } of events) logged.add(`log ${message}`);
    }
    for (const line of acknowledged) {
      const [what, key = ""] = line.split(" ");
      if (what === "log") assert.ok(logged.has(line), `lost: ${line}`);
      else assert.ok(await stores.records.get("acknowledged", key), `lost: ${line}`);
    }
    const halves = await Promise.all(
      ["acknowledged", "twin"].map((kind) => stores.records.list(kind, { prefix: "", limit: 1_000_000 })),
    );
    const [keys, twins] = halves.map((records) => records.map(({ key }) => key));
    assert.deepEqual(keys, twins, "a write was half done");
    await stores.close();
    assert.equal(integrity(join(folder, "records.sqlite")), "ok");
    assert.equal(integrity(join(folder, "logs.sqlite")), "ok");
  }
  assert.ok(acknowledged.length > 5);
});
