// A server that has no file descriptors left, in the tier without a launcher.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { SandboxError } from "../driver.ts";
import { spawnProgram } from "./spawn-program.ts";

const PROGRAM = {
  argv: ["/bin/true"],
  environment: {},
  workingDirectory: "/",
  openFilesMax: 1_024,
} satisfies Parameters<typeof spawnProgram>[0];
/** Few enough to be used up quickly. */
const SPARE = 50;

function limit(softLimit: string): void {
  execFileSync("prlimit", ["--pid", String(process.pid), `--nofile=${softLimit}:`]);
}

/** Opens files until no more can be opened. */
function takeAll(): readonly number[] {
  const held: number[] = [];
  for (;;)
    try {
      held.push(openSync("/dev/null", "r"));
    } catch {
      return held; // that was the last one
    }
}

test("a program that cannot be started for lack of file descriptors says so, and starts later", async () => {
  const usual = /^Max open files\s+(\d+)/m.exec(readFileSync("/proc/self/limits", "utf8"))?.[1];
  limit(String(readdirSync("/proc/self/fd").length + SPARE));
  const held = takeAll();
  try {
    // One, for looking at the program; a process takes more.
    closeSync(Number(held.at(-1)));
    await assert.rejects(spawnProgram(PROGRAM), (error) => error instanceof SandboxError && error.code === "resources");
  } finally {
    for (const file of held.slice(0, -1)) closeSync(file);
    limit(String(usual));
  }
  const { process: started } = await spawnProgram(PROGRAM);
  assert.equal((await started.exited).exitCode, 0);
});
