import assert from "node:assert/strict";
import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { SandboxError } from "../driver.ts";
import type { Place } from "./bench-place.ts";
import { python, readUntil, run, shell, start } from "./bench-place.ts";

/** Starting programs, and how they end. */
export function programTests(place: Place): void {
  test("a program's exit status is told", async () => {
    const sandbox = await place.sandbox();
    assert.deepEqual((await shell(sandbox, "exit 0")).exit, { exitCode: 0, signal: undefined, outOfMemory: false });
    assert.deepEqual((await shell(sandbox, "exit 255")).exit, { exitCode: 255, signal: undefined, outOfMemory: false });
    await sandbox.destroy();
  });

  test("a signal that ends a program is told by name", async () => {
    const sandbox = await place.sandbox();
    const segv = await shell(sandbox, "kill -SEGV $$");
    assert.deepEqual(segv.exit, { exitCode: undefined, signal: "SIGSEGV", outOfMemory: false });
    const own = await shell(sandbox, "kill -KILL $$");
    assert.deepEqual(own.exit, { exitCode: undefined, signal: "SIGKILL", outOfMemory: false });
    await sandbox.destroy();
  });

  test("signals reach the program, which may handle them", async () => {
    const sandbox = await place.sandbox();
    const started = await start(sandbox, [
      "/bin/sh",
      "-c",
      "trap 'exit 7' TERM; echo up; while :; do sleep 0.01; done",
    ]);
    await readUntil(started.stdout, "up");
    started.signal("SIGTERM");
    assert.equal((await started.exited).exitCode, 7);
    const other = await start(sandbox, ["/bin/sleep", "1000"]);
    other.signal("SIGKILL");
    assert.equal((await other.exited).signal, "SIGKILL");
    other.signal("SIGKILL"); // to the dead: nothing happens
    await sandbox.destroy();
  });

  test("several programs run at once, each with its own outputs", async () => {
    const sandbox = await place.sandbox();
    const ran = await Promise.all([1, 2, 3].map((n) => shell(sandbox, `echo out${n}; echo err${n} >&2; exit ${n}`)));
    assert.deepEqual(
      ran.map(({ stdout, stderr, exit }) => [stdout, stderr, exit.exitCode]),
      [1, 2, 3].map((n) => [`out${n}\n`, `err${n}\n`, n]),
    );
    await sandbox.destroy();
  });

  test("what cannot be executed is told by the kind of error", async () => {
    const task = await place.taskFolder();
    await writeFile(join(task, "data"), "no program");
    await writeFile(join(task, "script"), "#!/no/such/interpreter\n");
    await writeFile(join(task, "garbage"), "\u0001\u0002\u0003");
    await mkdir(join(task, "folder"), { recursive: true });
    for (const name of ["script", "garbage"]) await chmod(join(task, name), 0o755);
    const sandbox = await place.sandbox();
    const failure = (program: string): Promise<string> =>
      run(sandbox, [program]).then(
        () => "started",
        (error: unknown) => (error instanceof SandboxError ? error.code : String(error)),
      );
    assert.equal(await failure("/var/task/missing"), "not-found");
    assert.equal(await failure("/var/task/data/within-a-file"), "not-found");
    assert.equal(await failure("/var/task/data"), "not-executable");
    assert.equal(await failure("/var/task/folder"), "not-executable");
    assert.equal(await failure("/var/task/script"), "no-interpreter");
    assert.equal(await failure("/var/task/garbage"), "bad-format");
    assert.equal((await shell(sandbox, "echo fine")).stdout, "fine\n", "the sandbox still works");
    await sandbox.destroy();
  });

  test("a working directory that is not there is no missing program", async () => {
    const sandbox = await place.sandbox();
    const starting = sandbox.start({ argv: ["/bin/true"], environment: {}, workingDirectory: "/var/nowhere" });
    await assert.rejects(starting, { name: "SandboxError", code: "launch-failed" });
    await sandbox.destroy();
  });

  test("the environment is what was given and the address of the Runtime API, no more", async () => {
    process.env["HEARTH_TEST_SECRET"] = "host";
    const sandbox = await place.sandbox();
    const { stdout } = await python(sandbox, "import os; print(sorted(os.environ))", { GREETING: "a=b\n'c'" });
    const names = ["AWS_LAMBDA_RUNTIME_API", "GREETING", "LC_CTYPE", "PATH", "TMPDIR"];
    const expected = names.filter((name) => stdout.includes(`'${name}'`)).map((name) => `'${name}'`);
    assert.equal(stdout, `[${expected.join(", ")}]\n`);
    assert.equal(
      (await python(sandbox, "import os; print(os.environ['GREETING'])", { GREETING: "a=b\n'c'" })).stdout,
      "a=b\n'c'\n",
    );
    delete process.env["HEARTH_TEST_SECRET"];
    await sandbox.destroy();
  });

  test("long arguments and environments arrive whole", async () => {
    const sandbox = await place.sandbox();
    const long = "x".repeat(100_000);
    const { stdout } = await run(sandbox, ["/bin/sh", "-c", 'printf "%s" "$1$BIG" | wc -c', "sh", long], { BIG: long });
    assert.equal(stdout.trim(), "200000");
    await sandbox.destroy();
  });

  test("the Runtime API is reached at AWS_LAMBDA_RUNTIME_API, and each sandbox reaches its own", async () => {
    const sandboxes = await Promise.all([place.sandbox(), place.sandbox()]);
    for (const sandbox of sandboxes) sandbox.runtimeApi.on("connection", (socket) => socket.end(sandbox.id));
    const call =
      "import os,socket; h,p=os.environ['AWS_LAMBDA_RUNTIME_API'].split(':'); print(socket.create_connection((h,int(p))).recv(99).decode())";
    const answers = await Promise.all(sandboxes.map((sandbox) => python(sandbox, call)));
    assert.deepEqual(
      answers.map(({ stdout }) => stdout.trim()),
      sandboxes.map(({ id }) => id),
    );
    await Promise.all(sandboxes.map((sandbox) => sandbox.destroy()));
  });
}
