import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { TestContext } from "node:test";
import { DataFolderError, openDataFolder } from "../../src/store/data-folder/index.ts";
import type { DataFolder, DataFolderErrorCode } from "../../src/store/data-folder/index.ts";
import { lockFile } from "../../src/store/sqlite/index.ts";

const parent = mkdtempSync(join(tmpdir(), "hearth-data-"));
after(() => rmSync(parent, { recursive: true, force: true }));
const root = process.getuid?.() === 0;

function freshPath(): string {
  return join(mkdtempSync(join(parent, "case-")), "data");
}

function open(path: string): Promise<DataFolder> {
  return openDataFolder(path, { lock: lockFile });
}

async function refused(path: string, code: DataFolderErrorCode, message: RegExp): Promise<void> {
  await assert.rejects(open(path), (error) => {
    assert.ok(error instanceof DataFolderError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  });
}

/** Opens a folder in another process, which keeps it until it is killed. */
async function otherServer(path: string): Promise<{ pid: number; kill(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "testing/hold-data-folder.ts"), path], {
    env: {},
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = once(child, "exit");
  await once(child.stdout, "data");
  return {
    pid: child.pid ?? 0,
    kill: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

/** A tmpfs; undone when the test ends. */
function mountTiny(t: TestContext, path: string, options: string): void {
  mkdirSync(path, { recursive: true });
  const env = { PATH: process.env["PATH"] };
  execFileSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", path], { env });
  t.after(() => {
    execFileSync("umount", ["--lazy", path], { env });
  });
}

test("a folder is made for its owner alone, and opened again", async () => {
  const path = freshPath();
  const first = await open(path);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  assert.ok(first.databaseFolder.startsWith(path) && first.packageFolder.startsWith(path));
  await first.release();
  await (await open(path)).release();
  const empty = freshPath();
  mkdirSync(empty, { mode: 0o755 });
  await (await open(empty)).release();
  assert.equal(statSync(empty).mode & 0o777, 0o700);
});

test("a folder in use is refused, naming who uses it", async () => {
  const path = freshPath();
  const mine = await open(path);
  await refused(path, "in-use", new RegExp(`in use by process ${process.pid}; stop that server`));
  await mine.release();
  const theirs = await otherServer(path);
  await refused(path, "in-use", new RegExp(`in use by process ${theirs.pid};`));
  await theirs.kill();
});

test("a folder whose server was killed is taken over", async () => {
  const path = freshPath();
  const theirs = await otherServer(path);
  await theirs.kill();
  await (await open(path)).release();
});

test("a folder of another version is refused, naming both", async () => {
  const path = freshPath();
  await (await open(path)).release();
  writeFileSync(join(path, "format.json"), '{"format":2}');
  await refused(path, "other-version", /has format 2 and this version of Hearth uses format 1; start the version/);
  for (const damaged of ["", "{", "[]", "null", '{"format":"1"}']) {
    writeFileSync(join(path, "format.json"), damaged);
    await refused(path, "other-version", /format unknown/);
  }
});

test("a folder with other things in it is refused, and left alone", async () => {
  const path = freshPath();
  mkdirSync(path);
  writeFileSync(join(path, "thesis.txt"), "42");
  await refused(path, "not-ours", /holds thesis\.txt/);
  assert.deepEqual(readdirSync(path), ["thesis.txt"]);
});

test("a file is not a folder", async () => {
  const path = freshPath();
  writeFileSync(path, "");
  await refused(path, "not-a-folder", /is not a folder/);
  await refused(join(path, "below"), "not-a-folder", /is not a folder/);
});

test("a place that takes no folders is refused at once", { skip: process.platform !== "linux" }, async () => {
  await refused(
    "/proc/no-such-process/data",
    "denied",
    /no folder can be made at \/proc\/no-such-process\/data; choose/,
  );
});

test("a start that was cut short before the format was written does not block the next", async () => {
  const path = freshPath();
  mkdirSync(path);
  for (const name of ["lock.sqlite", "owner.pid", ".probe", "format.json.new"]) writeFileSync(join(path, name), "");
  await (await open(path)).release();
  assert.equal(readFileSync(join(path, "format.json"), "utf8"), '{"format":1}\n');
});

test("a read-only disk is told", { skip: root ? false : "only root may mount a file system" }, async (t) => {
  const path = freshPath();
  mountTiny(t, path, "ro,size=1m");
  await refused(path, "read-only", /read-only file system/);
});

test("a full disk is told, and works once there is space", { skip: root ? false : "needs mount" }, async (t) => {
  const path = freshPath();
  mountTiny(t, path, "size=128k");
  await refused(path, "full", /is full; free some space/);
  execFileSync("mount", ["-o", "remount,size=2m", path], { env: { PATH: process.env["PATH"] } });
  await (await open(path)).release();
});

test("a folder of another user is told", { skip: root ? "root may write anywhere" : false }, async () => {
  const path = freshPath();
  mkdirSync(path);
  chmodSync(path, 0o500);
  await refused(path, "denied", /may not write/);
});
