import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile } from "node:fs/promises";
import { test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { Place } from "./bench-place.ts";
import { eventually, isRunning, PYTHON, readUntil, shell, start, uniqueId } from "./bench-place.ts";

/** A number of seconds that no other process sleeps: it marks a process in the list of all. */
function marker(): string {
  return `${100_000 + Math.trunc(Number(process.hrtime.bigint() % 1_000_000_000n))}.5`;
}

/** Resets, ends, crashes: what must be gone then, and what must not. */
export function deathTests(place: Place): void {
  const { lacks } = place.subject;

  test("killAll ends every program and leaves /tmp and the sandbox as they are", async () => {
    const sandbox = await place.sandbox();
    const seconds = marker();
    const keep = "echo kept > ${TMPDIR:-/tmp}/file";
    const started = await start(sandbox, ["/bin/sh", "-c", `${keep}; sleep ${seconds} & echo up; wait`]);
    await readUntil(started.stdout, "up");
    await eventually("the sleeper runs", () => isRunning(seconds));
    await sandbox.killAll();
    assert.equal((await started.exited).signal, "SIGKILL");
    assert.equal(await isRunning(seconds), false);
    assert.equal((await shell(sandbox, "cat ${TMPDIR:-/tmp}/file")).stdout, "kept\n");
    await sandbox.killAll(); // nobody left to kill
    await sandbox.destroy();
  });

  test(
    "killAll finds those that hide in sessions of their own",
    { skip: lacks["complete kill"] ?? false },
    async () => {
      const sandbox = await place.sandbox();
      const seconds = marker();
      const daemonise = `import os\nif os.fork()==0:\n  os.setsid()\n  if os.fork()==0: os.execv('/bin/sleep',['sleep','${seconds}'])\n  os._exit(0)\nos.wait()\nprint('up')`;
      const started = await start(sandbox, [PYTHON, "-I", "-S", "-c", daemonise]);
      await started.exited;
      await eventually("the daemon runs", () => isRunning(seconds));
      await sandbox.killAll();
      assert.equal(await isRunning(seconds), false);
      await sandbox.destroy();
    },
  );

  test("destroy leaves nothing, even of a frozen and throttled sandbox, and may be called twice", async () => {
    const sandbox = await place.sandbox();
    const seconds = marker();
    const sleeper = await start(sandbox, ["/bin/sh", "-c", `echo data > \${TMPDIR:-/tmp}/file; exec sleep ${seconds}`]);
    await eventually("the sleeper runs", () => isRunning(seconds));
    await sandbox.throttle();
    await sandbox.freeze();
    await Promise.all([sandbox.destroy(), sandbox.destroy()]);
    await sandbox.destroy();
    await sandbox.gone;
    assert.equal((await sleeper.exited).signal, "SIGKILL");
    assert.equal(await isRunning(seconds), false);
    assert.equal(sandbox.runtimeApi.listening, false);
    assert.deepEqual(await place.subject.remains(await place.stateFolder(), sandbox.id), []);
    await assert.rejects(shell(sandbox, "true"), { name: "SandboxError", code: "gone" });
  });

  test("a sandbox is gone when its launcher is killed", { skip: lacks["own death"] ?? false }, async () => {
    const sandbox = await place.sandbox();
    const seconds = marker();
    const sleeper = await start(sandbox, ["/bin/sleep", seconds]);
    await killLauncher(sandbox.id, seconds);
    await sandbox.gone;
    assert.equal((await sleeper.exited).signal, "SIGKILL");
    await eventually("the sleeper is dead", async () => !(await isRunning(seconds)));
    await eventually("nothing is left", async () => {
      const remains = await place.subject.remains(await place.stateFolder(), sandbox.id);
      return remains.length === 0;
    });
    await assert.rejects(shell(sandbox, "true"), { name: "SandboxError", code: "gone" });
  });

  for (const isFrozen of [false, true])
    test(`a sandbox ${isFrozen ? "that is frozen " : ""}dies with its server, and sweep removes the rest`, async () => {
      const [id, seconds, stateFolder] = [uniqueId(), marker(), await place.stateFolder()];
      const bystander = await place.sandbox();
      const before = await place.subject.remains(stateFolder, id); // the bystander's disk
      const server = place.subject.startServer(stateFolder, id, ["/bin/sleep", seconds], isFrozen);
      await ready(server);
      assert.equal(await isRunning(seconds), true);
      server.kill("SIGKILL");
      await once(server, "exit");
      if (lacks["own death"] === undefined)
        await eventually("the guest is dead", async () => !(await isRunning(seconds)));
      await (await place.driver()).sweep();
      await eventually("the guest is dead", async () => !(await isRunning(seconds)));
      // The kernel lets go of a disk once it has written it out, which nobody can wait for.
      await eventually("nothing but the bystander's is left", async () =>
        isDeepStrictEqual(await place.subject.remains(stateFolder, id), before),
      );
      assert.equal((await shell(bystander, "echo alive")).stdout, "alive\n", "a live server's sandbox is not swept");
      await bystander.destroy();
    });
}

async function ready(server: ChildProcess): Promise<void> {
  if (server.stdout === null) throw new Error("The server was started without a pipe.");
  await readUntil(server.stdout, "ready");
}

/** The launcher is the grandparent of the guest: guardian, init, program. */
async function killLauncher(id: string, seconds: string): Promise<void> {
  for (const pid of (await readdir("/proc")).filter((name) => /^\d+$/.test(name))) {
    const line = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (!line.split("\0").includes(seconds)) continue;
    process.kill(Number(await parentOf(await parentOf(pid))), "SIGKILL");
    return;
  }
  throw new Error(`No process of the sandbox ${id} was found.`);
}

async function parentOf(pid: string): Promise<string> {
  return /^PPid:\s+(\d+)$/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
}
