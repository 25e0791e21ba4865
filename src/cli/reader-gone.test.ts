import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { test } from "node:test";
import { endWithReader } from "./reader-gone.ts";

const BIN = join(import.meta.dirname, "../../bin/hearth.mjs");

test("a command whose reader has gone ends without a word", async (t) => {
  const home = await mkdtemp(join(tmpdir(), "hearth-home-"));
  t.after(() => rm(home, { recursive: true }));
  const child = spawn(process.execPath, [BIN, "env"], { env: { PATH: process.env["PATH"], HOME: home } });
  child.stdout.destroy();
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (part: string) => (complaint += part));
  const [status] = (await once(child, "close")) as [number | null];
  assert.deepEqual([status, complaint], [0, ""]);
});

test("a server is left to look after its own streams", () => {
  for (const [words, listeners] of [
    [["up", "--json"], 0],
    [["logs", "up", "-f"], 1],
  ] as const) {
    const stream = new PassThrough();
    endWithReader(stream, words, () => assert.fail("nothing was written"));
    assert.equal(stream.listenerCount("error"), listeners, words.join(" "));
  }
});

test("another failure to write is not swallowed", () => {
  const stream = new PassThrough();
  endWithReader(stream, ["env"], () => assert.fail("it is no broken pipe"));
  assert.throws(() => stream.emit("error", Object.assign(new Error("write EIO"), { code: "EIO" })), /EIO/);
});
