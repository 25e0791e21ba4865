import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../base/index.ts";
import type { Place } from "./bench-place.ts";
import { eventually, python, PYTHON, readUntil, shell, start } from "./bench-place.ts";

/** Writes megabytes to a file until it fails or is done; prints how many and the error. */
const FILL = `
import os,sys
f=os.open(sys.argv[1],os.O_CREAT|os.O_WRONLY); n=0; e=''
try:
  while n<int(sys.argv[2]):
    os.write(f,b'x'*1048576); n+=1
  os.fsync(f)
except OSError as error: e=error.strerror
print(n,e)`;

/** Memory, processor, processes, disk; freezing and usage. */
export function limitTests(place: Place): void {
  const { lacks } = place.subject;

  test(
    "too much memory kills the program, told apart from other kills",
    { skip: lacks["memory limit"] ?? false },
    async () => {
      const sandbox = await place.sandbox({ memoryMib: 64 });
      const { exit } = await python(sandbox, "x=bytearray(300*1048576)");
      assert.deepEqual(exit, { exitCode: undefined, signal: "SIGKILL", outOfMemory: true });
      const killed = await shell(sandbox, "kill -9 $$");
      assert.deepEqual(killed.exit, { exitCode: undefined, signal: "SIGKILL", outOfMemory: false });
      assert.equal((await shell(sandbox, "echo alive")).stdout, "alive\n");
      await sandbox.destroy();
    },
  );

  test("a fork bomb is held", { skip: lacks["process limit"] ?? false }, async () => {
    const sandbox = await place.sandbox({ processesMax: 32 });
    const bomb =
      "import os,time\nn=0\ntry:\n  while True:\n    if os.fork()==0: time.sleep(1000)\n    n+=1\nexcept OSError as e: print(n, e.errno, flush=True)\ntime.sleep(1000)";
    const started = await start(sandbox, [PYTHON, "-I", "-S", "-c", bomb]);
    const [forks, errno] = (await readUntil(started.stdout, "\n")).split(" ").map(Number);
    assert.ok(forks !== undefined && forks <= 32, `${forks} processes`);
    assert.equal(errno, 11);
    await sandbox.killAll();
    assert.equal((await shell(sandbox, "echo alive")).stdout, "alive\n");
    await sandbox.destroy();
  });

  test("a full /tmp is an error of the disk", { skip: lacks["tmp limit"] ?? false }, async () => {
    const sandbox = await place.sandbox({ tmpMib: 64, memoryMib: 256 });
    const { stdout, exit } = await python(sandbox, `import sys; sys.argv=['','/tmp/full','100']\n${FILL}`);
    const [mebibytes, ...error] = stdout.trim().split(" ");
    assert.equal(error.join(" "), "No space left on device");
    assert.ok(Number(mebibytes) >= 60 && Number(mebibytes) <= 66, `${mebibytes} MiB fit into 64`);
    assert.equal(exit.exitCode, 0);
    await sandbox.destroy();
  });

  test("what is in /tmp does not count as memory", { skip: lacks["tmp disk"] ?? false }, async () => {
    const sandbox = await place.sandbox({ tmpMib: 256, memoryMib: 64 });
    const { stdout, exit } = await python(sandbox, `import sys; sys.argv=['','/tmp/large','200']\n${FILL}`);
    assert.equal(stdout.trim(), "200");
    assert.equal(exit.exitCode, 0);
    await sandbox.destroy();
  });

  test("throttle holds the processor back until unthrottle", { skip: lacks["cpu limit"] ?? false }, async () => {
    const sandbox = await place.sandbox({ cpuMillis: 100 });
    const spin = await start(sandbox, [PYTHON, "-I", "-S", "-c", "print('up',flush=True)\nwhile True: pass"]);
    await readUntil(spin.stdout, "up");
    const share = async (): Promise<number> => {
      const [beforeMs, { cpuMs }] = [systemClock.monotonicMs(), await sandbox.usage()];
      await systemClock.sleep(300);
      return ((await sandbox.usage()).cpuMs - cpuMs) / (systemClock.monotonicMs() - beforeMs);
    };
    await sandbox.throttle();
    const held = await share();
    assert.ok(held < 0.2, `a share of 0.1 took ${held}`);
    await sandbox.unthrottle();
    const free = await share();
    assert.ok(free > held * 1.5, `unthrottled ${free}, throttled ${held}`);
    await sandbox.throttle();
    await sandbox.killAll();
    await sandbox.destroy();
  });

  test("the frozen do nothing until they are thawed", async () => {
    const sandbox = await place.sandbox();
    const ticker = await start(sandbox, [
      PYTHON,
      "-I",
      "-S",
      "-c",
      "import time\nwhile True:\n  print('tick',flush=True); time.sleep(0.005)",
    ]);
    let ticks = 0;
    await readUntil(ticker.stdout, "tick");
    ticker.stdout.on("data", () => ticks++);
    await sandbox.freeze();
    await systemClock.sleep(100); // what was written before arrives
    const frozen = ticks;
    await systemClock.sleep(200);
    assert.equal(ticks, frozen);
    await sandbox.thaw();
    await eventually("it ticks again", () => ticks > frozen);
    await sandbox.freeze();
    await sandbox.killAll(); // the frozen die as well
    assert.equal((await ticker.exited).signal, "SIGKILL");
    await sandbox.freeze();
    await sandbox.destroy();
  });

  test("usage tells the peak of memory", { skip: lacks["memory limit"] ?? false }, async () => {
    const sandbox = await place.sandbox();
    await python(sandbox, "x=bytearray(100*1048576)");
    const { memoryBytesPeak, cpuMs } = await sandbox.usage();
    assert.ok(memoryBytesPeak > 100 * 1_048_576 && memoryBytesPeak < 200 * 1_048_576, `${memoryBytesPeak} bytes`);
    assert.ok(cpuMs > 0);
    await sandbox.destroy();
  });

  test("open files are limited, and the limit cannot be raised", async () => {
    const sandbox = await place.sandbox({ openFilesMax: 100 });
    const { stdout } = await python(
      sandbox,
      // The process tier lowers the limit a moment after the start.
      "import resource as r,time\nfor _ in range(500):\n  if r.getrlimit(r.RLIMIT_NOFILE)==(100,100): break\n  time.sleep(0.01)\nprint(r.getrlimit(r.RLIMIT_NOFILE))",
    );
    assert.equal(stdout, "(100, 100)\n");
    await sandbox.destroy();
  });
}
