import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { PackageErrorCode } from "../ports/packages.ts";
import { PackageError } from "../ports/packages.ts";
import { packageStore } from "./index.ts";
import { zipOf } from "./testing/zip-bytes.ts";
import type { MadeEntry } from "./testing/zip-bytes.ts";

const LIMIT = 1_000_000;
const LINK = 0o120_777;
const parent = mkdtempSync(join(tmpdir(), "hearth-malicious-"));
after(() => rmSync(parent, { recursive: true, force: true }));

function link(name: string, target: string): MadeEntry {
  return { name, content: target, mode: LINK };
}

const good: MadeEntry = { name: "index.js", content: "1" };

const cases: [what: string, code: PackageErrorCode, zip: () => Buffer][] = [
  ["nothing", "not-a-zip", () => Buffer.alloc(0)],
  ["text", "not-a-zip", () => Buffer.from("exports.handler = 1".repeat(10))],
  ["a zip that is cut off at the end", "not-a-zip", () => zipOf([good]).subarray(0, -5)],
  ["a zip that is cut off at the start", "not-a-zip", () => zipOf([good]).subarray(20)],
  ["an absolute path", "unsafe-entry", () => zipOf([good, { name: "/etc/passwd", content: "x" }])],
  ["a path that climbs", "unsafe-entry", () => zipOf([{ name: "../evil", content: "x" }])],
  ["a path that climbs after descending", "unsafe-entry", () => zipOf([{ name: "a/../../evil", content: "x" }])],
  ["a path that climbs at its end", "unsafe-entry", () => zipOf([{ name: "a/.." }])],
  ["backslashes", "unsafe-entry", () => zipOf([{ name: "..\\evil", content: "x" }])],
  ["a NUL in a name", "unsafe-entry", () => zipOf([{ name: "a\0b", content: "x" }])],
  ["a name that no file system takes", "unsafe-entry", () => zipOf([{ name: "n".repeat(256), content: "x" }])],
  ["a link to an absolute path", "unsafe-entry", () => zipOf([link("l", "/etc/passwd")])],
  ["a link that climbs out", "unsafe-entry", () => zipOf([link("a/l", "../../x")])],
  ["a link to its own container's parent", "unsafe-entry", () => zipOf([link("l", "..")])],
  ["a link without a target", "unsafe-entry", () => zipOf([link("l", "")])],
  [
    "a link that leads out through another link",
    "unsafe-entry",
    () => zipOf([{ name: "a/b/c/f" }, link("a/b/c/up", "../../.."), link("out", "a/b/c/up/../x")]),
  ],
  ["links in a circle", "unsafe-entry", () => zipOf([link("a", "b"), link("b", "a")])],
  ["a file below a link", "unsafe-entry", () => zipOf([link("d", "."), { name: "d/evil", content: "x" }])],
  [
    "a file below a link that comes later",
    "unsafe-entry",
    () => zipOf([{ name: "d/evil", content: "x" }, link("d", ".")]),
  ],
  ["a device", "unsafe-entry", () => zipOf([{ name: "null", mode: 0o020_666 }])],
  ["a pipe", "unsafe-entry", () => zipOf([{ name: "pipe", mode: 0o010_666 }])],
  ["a socket", "unsafe-entry", () => zipOf([{ name: "socket", mode: 0o140_666 }])],
  ["the same name twice", "unsafe-entry", () => zipOf([good, good])],
  ["the same name spelt differently", "unsafe-entry", () => zipOf([good, { ...good, name: "./index.js" }])],
  ["a file and a folder of one name", "unsafe-entry", () => zipOf([{ name: "a", content: "x" }, { name: "a/b" }])],
  ["a folder and a file of one name", "unsafe-entry", () => zipOf([{ name: "a/" }, { name: "a", content: "x" }])],
  ["an encrypted entry", "not-a-zip", () => zipOf([{ ...good, flags: 1 }])],
  ["strong encryption", "not-a-zip", () => zipOf([{ ...good, flags: 0x41 }])],
  ["an unknown compression", "not-a-zip", () => zipOf([{ ...good, method: 93 }])],
  ["a wrong checksum", "not-a-zip", () => zipOf([{ ...good, crc: 7 }])],
  [
    "broken compressed data",
    "not-a-zip",
    () => zipOf([{ name: "a", content: "\u00ff\u00ff garbage", method: 8, declaredBytes: 9 }]),
  ],
  ["a name marked as UTF-8 that is not", "not-a-zip", () => zipOf([{ name: Buffer.of(0xff, 0x61), content: "x" }])],
  [
    "less declared than there is, within the limit",
    "not-a-zip",
    () => zipOf([{ name: "a", content: "x".repeat(5_000), deflate: true, declaredBytes: 10 }]),
  ],
  [
    "more declared than there is",
    "not-a-zip",
    () => zipOf([{ name: "a", content: "x", deflate: true, declaredBytes: 99 }]),
  ],
  ["a folder with content", "not-a-zip", () => zipOf([{ name: "a/", content: "x" }])],
  ["entries that overlap", "not-a-zip", () => zipOf([good, { ...good, name: "copy.js", sameAs: 0 }])],
  ["too much, openly", "too-large", () => zipOf([{ name: "a", content: "x".repeat(LIMIT + 1), deflate: true }])],
  [
    "too much in total",
    "too-large",
    () => zipOf(["a", "b"].map((name) => ({ name, content: "x".repeat(LIMIT * 0.6), deflate: true }))),
  ],
  [
    "far too much, declared as little",
    "too-large",
    () => zipOf([{ name: "bomb", content: Buffer.alloc(200 * LIMIT), deflate: true, declaredBytes: 10 }]),
  ],
  ["deep folders without end", "too-many-entries", () => zipOf(deepFolders())],
];

/** Few entries that imply more folders than a package may have. */
function deepFolders(): MadeEntry[] {
  return Array.from({ length: 80 }, (_, index) => ({ name: `${index}/${"a/".repeat(1_500)}` }));
}

for (const [what, code, zip] of cases) {
  test(`refused: ${what}`, async () => {
    const root = mkdtempSync(join(parent, "case-"));
    const folder = join(root, "packages");
    const store = packageStore({ folder });
    await assert.rejects(store.add(zip(), LIMIT), (error) => {
      assert.ok(error instanceof PackageError, String(error));
      assert.equal(error.code, code, error.message);
      return true;
    });
    assert.deepEqual(
      readdirSync(root, { recursive: true }).filter((name) => name !== "packages"),
      [],
      "something is left",
    );
  });
}

test("refused: more entries than a package may have", async () => {
  const entries = Array.from({ length: 60_000 }, (_, index) => ({ name: `d${index}/${index}` }));
  const store = packageStore({ folder: join(parent, "many") });
  await assert.rejects(store.add(zipOf(entries), LIMIT), { code: "too-many-entries" });
});
