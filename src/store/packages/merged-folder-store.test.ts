import assert from "node:assert/strict";
import { once } from "node:events";
import { lstat, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { ZipFile } from "yazl";
import { mergedFolderId, type MergedFolderStore } from "../ports/merged-folders.ts";
import type { PackageStore } from "../ports/packages.ts";
import { mergedFolderStore, packageStore } from "./index.ts";

/** By path: the content of a file, `{ link }`, or `{ mode }` of a folder. */
type Files = Readonly<Record<string, string | { readonly link: string } | { readonly mode: number }>>;

let root: string;
let packages: PackageStore;
let merged: MergedFolderStore;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "hearth-merged-"));
  open();
});
afterEach(() => rm(root, { recursive: true }));

function open(): void {
  packages = packageStore({ folder: join(root, "packages") });
  merged = mergedFolderStore({ folder: join(root, "layers"), packages });
}

async function zip(files: Files): Promise<Buffer> {
  const archive = new ZipFile();
  for (const [name, file] of Object.entries(files)) {
    if (typeof file === "string") archive.addBuffer(Buffer.from(file), name, { mode: 0o100755 });
    else if ("link" in file) archive.addBuffer(Buffer.from(file.link), name, { mode: 0o120777 });
    else archive.addEmptyDirectory(name, { mode: 0o040000 | file.mode });
  }
  archive.end();
  const chunks: Buffer[] = [];
  archive.outputStream.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(archive.outputStream, "end");
  return Buffer.concat(chunks);
}

/** Stores one package for each and returns their hashes. */
async function add(...contents: readonly Files[]): Promise<readonly string[]> {
  const hashes: string[] = [];
  for (const files of contents) hashes.push((await packages.add(await zip(files), 1_000_000)).sha256);
  return hashes;
}

/** Every file and link below a folder, as `zip` takes them. */
async function tree(folder: string): Promise<Files> {
  const found: Record<string, string | { link: string }> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(folder.length + 1);
    if (entry.isSymbolicLink()) found[name] = { link: await readlink(path) };
    else if (entry.isFile()) found[name] = await readFile(path, "utf8");
  }
  return found;
}

async function mergedTree(...contents: readonly Files[]): Promise<Files> {
  return tree(await merged.folder(await add(...contents)));
}

describe("what is where", () => {
  it("joins folders, and takes the later of two files", async () => {
    const made = await mergedTree(
      { "lib/a": "1", "lib/both": "1", "bin/tool": "1" },
      { "lib/both": "2", "lib/deep/b": "2" },
      { "lib/deep/c": "3" },
    );
    assert.deepEqual(made, { "lib/a": "1", "lib/both": "2", "lib/deep/b": "2", "lib/deep/c": "3", "bin/tool": "1" });
  });

  it("takes a later file in place of a folder, and a later folder in place of a file", async () => {
    assert.deepEqual(await mergedTree({ "x/a": "1", "x/b/c": "1" }, { x: "2" }), { x: "2" });
    assert.deepEqual(await mergedTree({ x: "1" }, { "x/a": "2" }), { "x/a": "2" });
    assert.deepEqual(await mergedTree({ "x/a": "1" }, { x: "2" }, { "x/b": "3" }), { "x/b": "3" });
  });

  it("keeps links, and never writes through one", async () => {
    const linked = { "real/a": "1", alias: { link: "real" }, tool: { link: "real/a" } };
    assert.deepEqual(await mergedTree(linked, { "real/b": "2" }), { ...linked, "real/b": "2" });
    // As a folder over a link to a folder: the link goes, what it led to stays as it is.
    assert.deepEqual(await mergedTree(linked, { "alias/b": "2" }), {
      "real/a": "1",
      "alias/b": "2",
      tool: { link: "real/a" },
    });
    assert.deepEqual(await mergedTree({ "alias/b": "2" }, linked), linked);
    assert.deepEqual(await mergedTree(linked, { tool: "2" }), { "real/a": "1", alias: { link: "real" }, tool: "2" });
  });

  it("gives a folder the permissions that the last package gives it, and keeps those of files", async () => {
    const folder = await merged.folder(
      await add({ "both/": { mode: 0o777 }, "first/": { mode: 0o775 } }, { "both/": { mode: 0o755 }, run: "2" }),
    );
    const modes = await Promise.all(
      ["both", "first", "run", "."].map(async (name) => (await lstat(join(folder, name))).mode & 0o777),
    );
    assert.deepEqual(modes, [0o755, 0o775, 0o755, 0o755]);
  });

  it("shows an empty package as an empty folder", async () => {
    assert.deepEqual(await mergedTree({ "x/": { mode: 0o755 } }, { "y/": { mode: 0o755 } }), {});
  });
});

describe("sharing", () => {
  it("names the files and links in one of its folders", async () => {
    const layers = await add({ "x/b": "1", "x/deep/c": "1", file: "1" }, { "x/a": { link: "b" } });
    assert.deepEqual(await merged.filesIn(layers, "x"), ["a", "b"]);
    assert.deepEqual(await merged.filesIn(layers, "y"), []);
    assert.deepEqual(await merged.filesIn(layers, "file"), []);
  });

  it("has the files of the packages themselves, not copies", async () => {
    const [one, two] = await add({ a: "1" }, { b: "2" });
    const folder = await merged.folder([String(one), String(two)]);
    const source = await stat(join(await packages.folder(String(one)), "a"));
    const shown = await stat(join(folder, "a"));
    assert.deepEqual([shown.ino, shown.nlink], [source.ino, 2]);
  });

  it("is one folder for one list, another for the reverse, and a package's own for one package", async () => {
    const [one, two] = (await add({ a: "1", x: "1" }, { b: "2", x: "2" })) as [string, string];
    const folder = await merged.folder([one, two]);
    assert.equal(await merged.folder([one, two]), folder);
    const reverse = await merged.folder([two, one]);
    assert.notEqual(reverse, folder);
    assert.deepEqual(await tree(reverse), { a: "1", b: "2", x: "1" });
    assert.equal(await merged.folder([one]), await packages.folder(one));
    assert.equal(await merged.folder([one, one]), await packages.folder(one));
    assert.equal(await merged.folder([one, two, one]), reverse);
    assert.deepEqual(
      await readdir(join(root, "layers")),
      [mergedFolderId([one, two]), mergedFolderId([two, one])].toSorted(),
    );
  });

  it("is made once, however many ask at the same time", async () => {
    const list = await add({ a: "1" }, { b: "2" });
    const folders = await Promise.all(Array.from({ length: 20 }, () => merged.folder(list)));
    assert.equal(new Set(folders).size, 1);
    assert.deepEqual(await readdir(join(root, "layers")), [mergedFolderId(list)]);
  });

  it("stays when the packages go, as long as it is wanted", async () => {
    const list = await add({ a: "1" }, { b: "2" });
    const folder = await merged.folder(list);
    for (const sha256 of list) await packages.remove(sha256);
    assert.deepEqual(await tree(folder), { a: "1", b: "2" });
    assert.equal(await merged.folder(list), folder);
  });
});

describe("on a file system of its own", () => {
  it("has copies, with the permissions of the files", async (test) => {
    const [here, there] = await Promise.all([stat(root), stat("/dev/shm").catch(() => undefined)]);
    if (there === undefined || there.dev === here.dev) return test.skip("there is one file system only");
    const elsewhere = await mkdtemp("/dev/shm/hearth-merged-");
    try {
      const apart = mergedFolderStore({ folder: elsewhere, packages });
      const folder = await apart.folder(await add({ a: "1", l: { link: "a" } }, { b: "2" }));
      assert.deepEqual(await tree(folder), { a: "1", b: "2", l: { link: "a" } });
      const { mode, nlink } = await stat(join(folder, "a"));
      assert.deepEqual([mode & 0o777, nlink], [0o755, 1]);
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });
});

describe("removal and failure", () => {
  it("removes a folder, leaves the packages, and makes it again when it is asked for", async () => {
    const list = await add({ a: "1" }, { b: "2" });
    const folder = await merged.folder(list);
    await merged.remove(mergedFolderId(list));
    assert.deepEqual(await readdir(join(root, "layers")), []);
    assert.deepEqual(await tree(await packages.folder(String(list[0]))), { a: "1" });
    await merged.remove(mergedFolderId(list));
    assert.equal(await merged.folder(list), folder);
    assert.deepEqual(await tree(folder), { a: "1", b: "2" });
  });

  it("refuses to remove what it does not hold", async () => {
    const [one] = await add({ a: "1" });
    await assert.rejects(merged.remove(String(one)), /is not a merged folder/);
    await assert.rejects(merged.remove("../packages"), /is not a merged folder/);
  });

  it("throws when a package is unknown, or there is none, and leaves nothing", async () => {
    const [one] = await add({ a: "1" });
    await assert.rejects(merged.folder([String(one), "0".repeat(64)]), /there is no package 0{64}/);
    await assert.rejects(merged.folder([]), /at least one package/);
    assert.deepEqual(await readdir(join(root, "layers")), []);
  });

  it("sweeps away what a crash left, and does not take it for a folder", async () => {
    const list = await add({ a: "1" }, { b: "2" });
    const work = join(root, "layers", ".work-crashed", "content");
    await mkdir(work, { recursive: true });
    await writeFile(join(work, "half"), "");
    open();
    assert.deepEqual(await tree(await merged.folder(list)), { a: "1", b: "2" });
    assert.deepEqual(await readdir(join(root, "layers")), [mergedFolderId(list)]);
  });

  it("unpacks a package again that was lost", async () => {
    const list = await add({ a: "1" }, { b: "2" });
    await rm(await packages.folder(String(list[0])), { recursive: true });
    assert.deepEqual(await tree(await merged.folder(list)), { a: "1", b: "2" });
  });
});
