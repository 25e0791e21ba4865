import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { NumberFile } from "./cgroup-files.ts";

test("a number file tells what the number is now, keeps one descriptor, and gives it back", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "hearth-number-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const path = join(folder, "peak");
  const number = new NumberFile(path);
  assert.equal(number.read(), 0, "it is not there yet");
  writeFileSync(path, "41\n");
  assert.equal(number.read(), 41);
  writeFileSync(path, "18446744073709551615\n");
  assert.equal(number.read(), 2 ** 64);
  assert.equal(descriptorsOf(path), 1);
  number.close();
  assert.equal(descriptorsOf(path), 0);
  assert.equal(number.read(), 0, "it is not opened again");
  number.close();
});

function descriptorsOf(path: string): number {
  return readdirSync("/proc/self/fd").filter((name) => {
    try {
      return readlinkSync(`/proc/self/fd/${name}`) === path;
    } catch {
      return false; // that with which the folder was read
    }
  }).length;
}
