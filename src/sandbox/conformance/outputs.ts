import assert from "node:assert/strict";
import { test } from "node:test";
import { systemClock } from "../../base/index.ts";
import type { Place } from "./bench-place.ts";
import { python, PYTHON, shell, start } from "./bench-place.ts";

const FLOOD_BYTES = 50_000_000;
const BUFFERED_BYTES_MAX = 1_000_000;

/** Standard output, standard error and the log descriptor. */
export function outputTests(place: Place): void {
  test("outputs are apart, whole, and end with the program", async () => {
    const sandbox = await place.sandbox();
    const ran = await python(
      sandbox,
      "import os; os.write(1,b'one'); os.write(2,b'two'); os.write(62,b'\\xa5\\x5a\\x00\\x03'); os.write(1,b'!')",
    );
    assert.equal(ran.stdout, "one!");
    assert.equal(ran.stderr, "two");
    assert.equal(ran.telemetry.length, 4);
    await sandbox.destroy();
  });

  test("standard input is empty", async () => {
    const sandbox = await place.sandbox();
    assert.equal((await python(sandbox, "import os; print(os.read(0,1))")).stdout, "b''\n");
    await sandbox.destroy();
  });

  test("no other descriptor is inherited", { skip: place.subject.lacks["isolation"] ?? false }, async () => {
    const sandbox = await place.sandbox();
    const list = "import os; print(sorted(int(f) for f in os.listdir('/proc/self/fd')))";
    // The fourth is the folder being listed.
    assert.equal((await python(sandbox, list)).stdout, "[0, 1, 2, 3, 62]\n");
    await sandbox.destroy();
  });

  test(
    "scripts can write to /dev/stdout and /dev/stderr",
    { skip: place.subject.lacks["shell outputs"] ?? false },
    async () => {
      const sandbox = await place.sandbox();
      const ran = await shell(sandbox, "echo out > /dev/stdout; echo err > /dev/stderr; echo null > /dev/null");
      assert.deepEqual([ran.stdout, ran.stderr], ["out\n", "err\n"]);
      await sandbox.destroy();
    },
  );

  test("a flood of output is neither lost nor kept in memory", async () => {
    const sandbox = await place.sandbox();
    const script = `import os\nblock=b'x'*100000\nfor _ in range(${FLOOD_BYTES / 100_000}):\n  left=block\n  while left: left=left[os.write(1,left):]`;
    const started = await start(sandbox, [PYTHON, "-I", "-S", "-c", script]);
    await systemClock.sleep(200); // nobody reads: the guest has to wait
    assert.ok(started.stdout.readableLength < BUFFERED_BYTES_MAX, `${started.stdout.readableLength} bytes buffered`);
    let bytes = 0;
    for await (const piece of started.stdout) bytes += Buffer.isBuffer(piece) ? piece.length : 0;
    assert.equal(bytes, FLOOD_BYTES);
    assert.equal((await started.exited).exitCode, 0);
    await sandbox.destroy();
  });
}
