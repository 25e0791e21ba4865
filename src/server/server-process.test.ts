// The server as a process: what happens when there are two, when it is killed, and when it is told to stop.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { after, it } from "node:test";
import { HearthProcess, pause } from "../../test/system/hearth-process.ts";

const BIN = join(import.meta.dirname, "../../bin/hearth.mjs");
const folder = mkdtempSync(join(tmpdir(), "hearth-process-"));

after(() => {
  rmSync(folder, { recursive: true });
});

/** Starts a server that is expected to fail. */
async function fail(...flags: string[]): Promise<{ status: unknown; stderr: string }> {
  const child = spawn(process.execPath, [BIN, "up", ...flags], {
    env: { PATH: process.env["PATH"], HOME: folder },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const [stderr, [status]] = await Promise.all([text(child.stderr), once(child, "exit")]);
  return { stderr, status };
}

async function logGroups(hearth: HearthProcess, operation: string, input: object): Promise<unknown> {
  const answer = await fetch(hearth.endpoint, {
    method: "POST",
    headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `Logs_20140328.${operation}` },
    body: JSON.stringify(input),
  });
  assert.equal(answer.status, 200);
  const content = await answer.text();
  return content === "" ? undefined : JSON.parse(content);
}

it("a port in use is named, with what to do about it, and nothing is left behind", async () => {
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  assert.ok(address !== null && typeof address === "object");
  const data = join(folder, "port");
  const { status, stderr } = await fail("--port", String(address.port), "--data", data);
  other.close();
  assert.equal(status, 1);
  assert.match(
    stderr,
    new RegExp(`^hearth: port ${address.port} of 127\\.0\\.0\\.1 is in use\n +Stop the program that has it`),
  );
  assert.ok(!existsSync(join(data, "server.json")));
});

it("a second server on the same data folder is refused, and the first goes on", async () => {
  const first = await HearthProcess.start();
  try {
    const { status, stderr } = await fail("--port", "0", "--data", first.dataFolder);
    assert.equal(status, 1);
    assert.match(
      stderr,
      new RegExp(`^hearth: the data folder \\S+ is in use by process ${first.child.pid}; stop that server`),
    );
    assert.equal((await fetch(`${first.endpoint}/_hearth/health`)).status, 200);
    assert.equal((await first.serverFile())["pid"], first.child.pid);
  } finally {
    await first.dispose();
  }
});

it("a folder that is not ours is left alone", async () => {
  const data = join(folder, "mine");
  rmSync(data, { recursive: true, force: true });
  const file = join(folder, "a-file");
  writeFileSync(file, "mine");
  assert.match((await fail("--port", "0", "--data", file)).stderr, /a-file is not a folder/);
});

it("what was acknowledged survives kill -9", async () => {
  const killed = await HearthProcess.start();
  await logGroups(killed, "CreateLogGroup", { logGroupName: "kept" });
  await killed.end("SIGKILL");
  const again = await HearthProcess.start({ dataFolder: killed.dataFolder });
  const found = (await logGroups(again, "DescribeLogGroups", {})) as { logGroups: { logGroupName: string }[] };
  assert.deepEqual(
    found.logGroups.map(({ logGroupName }) => logGroupName),
    ["kept"],
  );
  assert.equal((await again.serverFile())["pid"], again.child.pid);
  await again.dispose();
});

for (const signal of ["SIGINT", "SIGTERM"] as const)
  it(`${signal} stops it in order`, async () => {
    const hearth = await HearthProcess.start();
    assert.equal(await hearth.end(signal), 0);
    assert.match(hearth.output, /Stopping\./);
    assert.ok(!existsSync(join(hearth.dataFolder, "server.json")));
    await hearth.dispose();
  });

it("signatures are verified when they are asked for", async () => {
  const hearth = await HearthProcess.start({ flags: ["--auth", "sigv4"] });
  try {
    const answer = await fetch(`${hearth.endpoint}/2015-03-31/functions`);
    assert.equal(answer.status, 403);
    assert.match(await answer.text(), /Missing Authentication Token/);
    while (!hearth.output.includes("Ctrl-C")) await pause(5);
    assert.match(hearth.output, /signatures are verified/);
  } finally {
    await hearth.dispose();
  }
});
