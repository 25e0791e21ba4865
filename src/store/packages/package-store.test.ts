import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { after, test } from "node:test";
import { ZipFile } from "yazl";
import { StoreFullError } from "../ports/records.ts";
import { packageStore } from "./index.ts";
import { zipOf } from "./testing/zip-bytes.ts";

const LIMIT = 10_000_000;
const parent = mkdtempSync(join(tmpdir(), "hearth-packages-"));
after(() => rmSync(parent, { recursive: true, force: true }));

function freshFolder(): string {
  return join(mkdtempSync(join(parent, "case-")), "packages");
}

function mode(path: string): string {
  return (lstatSync(path).mode & 0o7777).toString(8);
}

async function yazlZip(fill: (zip: ZipFile) => void): Promise<Buffer> {
  const zip = new ZipFile();
  fill(zip);
  zip.end();
  return buffer(zip.outputStream);
}

test("a package is unpacked, kept, and given back as it came", async () => {
  const store = packageStore({ folder: freshFolder() });
  const large = Buffer.from(Array.from({ length: 400_000 }, (_, index) => `${index * 7919}\n`).join(""));
  const zip = await yazlZip((to) => {
    to.addBuffer(Buffer.from("exports.handler = 1"), "index.js");
    to.addBuffer(large, "lib/é/large.txt");
    to.addBuffer(large.subarray(0, 5), "stored.bin", { compress: false });
    to.addEmptyDirectory("empty");
  });
  const added = await store.add(zip, LIMIT);
  assert.equal(added.zipBytes, zip.length);
  assert.equal(added.unzippedBytes, 19 + large.length + 5);
  assert.match(added.sha256, /^[0-9a-f]{64}$/);
  const folder = await store.folder(added.sha256);
  assert.deepEqual(readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted(), [
    "empty",
    "index.js",
    "lib",
    "lib/é",
    "lib/é/large.txt",
    "stored.bin",
  ]);
  assert.deepEqual(readFileSync(join(folder, "lib/é/large.txt")), large);
  const stream = await store.open(added.sha256);
  assert.ok(stream);
  assert.deepEqual(await buffer(stream), zip);
});

test("modes are kept as far as the guest, another user, can still read", async () => {
  const store = packageStore({ folder: freshFolder() });
  const before = process.umask(0o077);
  try {
    const { sha256 } = await store.add(
      zipOf([
        { name: "bootstrap", content: "#!", mode: 0o100_755 },
        { name: "private", content: "x", mode: 0o100_600 },
        { name: "setuid", content: "x", mode: 0o106_711 },
        { name: "dos", content: "x" },
        { name: "zero", content: "x", mode: 0 },
        { name: "closed/", mode: 0o040_000 },
        { name: "open/", mode: 0o041_777 },
        { name: "implied/file", content: "x", mode: 0o100_444 },
      ]),
      LIMIT,
    );
    const folder = await store.folder(sha256);
    const found = Object.fromEntries(
      ["", ...readdirSync(folder), "implied/file"].map((name) => [name, mode(join(folder, name))]),
    );
    assert.deepEqual(found, {
      "": "755",
      bootstrap: "755",
      private: "644",
      setuid: "755",
      dos: "644",
      zero: "644",
      closed: "755",
      open: "777",
      implied: "755",
      "implied/file": "444",
    });
    assert.equal(lstatSync(join(folder, "bootstrap")).uid, process.getuid?.());
  } finally {
    process.umask(before);
  }
});

test("links inside the package are kept, also to what does not exist", async () => {
  const store = packageStore({ folder: freshFolder() });
  const { sha256 } = await store.add(
    zipOf([
      { name: "bin/python", content: "../lib/python3", mode: 0o120_777 },
      { name: "lib/python3", content: "python3.11", mode: 0o120_777 },
      { name: "lib/python3.11", content: "program", mode: 0o100_755 },
      { name: "dangling", content: "nowhere/at/all", mode: 0o120_777 },
      { name: "here", content: ".", mode: 0o120_777 },
    ]),
    LIMIT,
  );
  const folder = await store.folder(sha256);
  assert.equal(readFileSync(join(folder, "bin/python"), "utf8"), "program");
  assert.equal(readlinkSync(join(folder, "dangling")), "nowhere/at/all");
});

test("odd but honest names are understood", async () => {
  const store = packageStore({ folder: freshFolder() });
  const { sha256 } = await store.add(
    zipOf([
      { name: "./a//b/./c", content: "x" },
      { name: "./" },
      { name: "d/" },
      { name: "d/" },
      { name: Buffer.of(0x81, 0x2e, 0x6a, 0x73), content: "x", flags: 0 },
      { name: "unmarked-é", content: "x", flags: 0 },
      { name: "..dots..", content: "x" },
    ]),
    LIMIT,
  );
  const names = readdirSync(await store.folder(sha256), { recursive: true, encoding: "utf8" });
  assert.deepEqual(names.toSorted(), ["..dots..", "a", "a/b", "a/b/c", "d", "unmarked-é", "ü.js"]);
});

test("a lost folder is unpacked again; an unknown package is refused", async () => {
  const root = freshFolder();
  const store = packageStore({ folder: root });
  const { sha256 } = await store.add(zipOf([{ name: "a", content: "x" }]), LIMIT);
  rmSync(join(root, sha256), { recursive: true });
  const folders = await Promise.all([1, 2, 3].map(() => store.folder(sha256)));
  for (const folder of folders) assert.equal(readFileSync(join(folder, "a"), "utf8"), "x");
  await assert.rejects(store.folder("0".repeat(64)), /there is no package 0000/);
  await assert.rejects(store.folder("../../etc"), /there is no package/);
  assert.equal(await store.open("0".repeat(64)), undefined);
  assert.equal(await store.open("../secret"), undefined);
});

test("equal and different packages at once", async () => {
  const root = freshFolder();
  const store = packageStore({ folder: root });
  const zips = Array.from({ length: 5 }, (_, index) => zipOf([{ name: "a", content: `${index}` }]));
  const added = await Promise.all(
    Array.from({ length: 40 }, (_, index) => store.add(zips[index % 5] ?? Buffer.alloc(0), LIMIT)),
  );
  assert.equal(new Set(added.map(({ sha256 }) => sha256)).size, 5);
  assert.equal(readdirSync(root).length, 10);
  for (const [index, { sha256 }] of added.entries()) {
    assert.equal(readFileSync(join(await store.folder(sha256), "a"), "utf8"), `${index % 5}`);
  }
});

test("a removed package is gone, and may come again", async () => {
  const root = freshFolder();
  const store = packageStore({ folder: root });
  const zip = zipOf([{ name: "a", content: "x" }]);
  const { sha256 } = await store.add(zip, LIMIT);
  await store.remove(sha256);
  assert.deepEqual(readdirSync(root), []);
  assert.equal(await store.open(sha256), undefined);
  await assert.rejects(store.folder(sha256), /there is no package/);
  await store.remove(sha256);
  await store.add(zip, LIMIT);
  assert.equal(readFileSync(join(await store.folder(sha256), "a"), "utf8"), "x");
});

test("what a crash left half done is swept away, or completed", async () => {
  const root = freshFolder();
  const zip = zipOf([{ name: "a", content: "x" }]);
  const { sha256 } = await packageStore({ folder: root }).add(zip, LIMIT);
  // Killed while unpacking another package, and between the two renames of this one.
  mkdirSync(join(root, ".work-abc/content"), { recursive: true });
  writeFileSync(join(root, ".work-abc/content/half"), "ha");
  rmSync(join(root, `${sha256}.zip`));
  const store = packageStore({ folder: root });
  assert.equal(await store.open(sha256), undefined);
  await store.add(zip, LIMIT);
  assert.deepEqual(readdirSync(root).toSorted(), [sha256, `${sha256}.zip`]);
});

test("the limit holds for a package that is there already", async () => {
  const store = packageStore({ folder: freshFolder() });
  const zip = zipOf([{ name: "a", content: "x".repeat(100) }]);
  await store.add(zip, 100);
  await assert.rejects(store.add(zip, 99), { code: "too-large" });
});

const onTinyDisk = { skip: process.getuid?.() === 0 ? false : "only root may mount a file system" };

test("a full disk is told, leaves nothing behind, and hurts no other package", onTinyDisk, async (t) => {
  const root = freshFolder();
  mkdirSync(root, { recursive: true });
  const env = { PATH: process.env["PATH"] };
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", root], { env });
  t.after(() => {
    execFileSync("umount", ["--lazy", root], { env });
  });
  const store = packageStore({ folder: root });
  const { sha256 } = await store.add(zipOf([{ name: "a", content: "x" }]), LIMIT);
  const large = zipOf([{ name: "large", content: Buffer.alloc(2_000_000), deflate: true }]);
  await assert.rejects(store.add(large, LIMIT), StoreFullError);
  assert.deepEqual(readdirSync(root).toSorted(), [sha256, `${sha256}.zip`]);
  await store.add(zipOf([{ name: "b", content: "y" }]), LIMIT);
});
