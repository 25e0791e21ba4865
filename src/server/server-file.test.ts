import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, it } from "node:test";
import { readServerFile, removeServerFile, writeServerFile } from "./server-file.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-server-file-"));
const content = { pid: 7, endpoint: "http://127.0.0.1:1", version: "1.2.3", token: "secret" };

after(() => {
  rmSync(folder, { recursive: true });
});

it("is written for the owner only, read back, and removed by its own server alone", async () => {
  assert.equal(readServerFile(folder), undefined);
  writeFileSync(join(folder, ".server.json.7"), "left behind", { mode: 0o644 });
  await writeServerFile(folder, content);
  assert.deepEqual(readServerFile(folder), content);
  assert.equal(statSync(join(folder, "server.json")).mode & 0o777, 0o600);
  assert.deepEqual(readdirSync(folder), ["server.json"]);
  removeServerFile(folder, 8);
  assert.deepEqual(readServerFile(folder), content);
  removeServerFile(folder, 7);
  assert.equal(readServerFile(folder), undefined);
});

it("is nobody's when it is damaged", () => {
  for (const text of ["", "{", "null", "[]", '{"pid":"7"}']) {
    writeFileSync(join(folder, "server.json"), text);
    assert.equal(readServerFile(folder), undefined, text);
  }
});
