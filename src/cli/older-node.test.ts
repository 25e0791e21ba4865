// bin/hearth.mjs on a Node that is too old: it goes on with the packaged Node 24, as one program.
import assert from "node:assert/strict";
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, it } from "node:test";
import { readServerFile } from "../server/index.ts";

const BIN = join(import.meta.dirname, "../../bin/hearth.mjs");
const OLD_NODE = join(dirname(createRequire(import.meta.url).resolve("runtime-nodejs20/package.json")), "bin/node");
const folder = mkdtempSync(join(tmpdir(), "hearth-older-node-"));
const env = { PATH: process.env["PATH"], HOME: folder };

after(() => {
  rmSync(folder, { recursive: true });
});

async function up(data: string): Promise<{ child: ChildProcess; dataFolder: string }> {
  const dataFolder = join(folder, data);
  const child = spawn(OLD_NODE, [BIN, "up", "--port", "0", "--data", dataFolder], {
    env,
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return { child, dataFolder };
}

it("runs the command on Node 24", () => {
  const stdout = execFileSync(OLD_NODE, [BIN, "version", "--json"], { env, encoding: "utf8" });
  assert.match((JSON.parse(stdout) as { node: string }).node, /^24\./);
});

it("passes the exit status on", () => {
  assert.throws(() => execFileSync(OLD_NODE, [BIN, "nonsense"], { env, stdio: "pipe" }), { status: 2 });
});

it("passes signals on", async () => {
  const { child } = await up("signal");
  child.kill("SIGTERM");
  assert.deepEqual(await once(child, "exit"), [0, null]);
});

it("leaves no server behind when it is killed", async () => {
  const { child, dataFolder } = await up("kill");
  const pid = readServerFile(dataFolder)?.pid ?? 0;
  assert.notEqual(pid, child.pid);
  child.kill("SIGKILL");
  await once(child, "exit");
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
  assert.equal(readServerFile(dataFolder), undefined, "it stopped in order");
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
