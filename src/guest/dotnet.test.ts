// The bootstrap of the .NET runtimes, with a `dotnet` that says what it was asked to do.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";

const BOOTSTRAP = join(import.meta.dirname, "dotnet/bootstrap.sh");

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), "hearth-dotnet-guest-"));
  for (const name of ["lang", "client"]) mkdirSync(join(folder, name));
  writeFileSync(
    join(folder, "lang/dotnet"),
    '#!/bin/sh\necho dotnet "$@" heap=$DOTNET_GCHeapHardLimit root=$DOTNET_ROOT\n',
    {
      mode: 0o755,
    },
  );
  writeFileSync(join(folder, "wrap"), '#!/bin/sh\necho wrapped "$@"\n', { mode: 0o755 });
});
beforeEach(() => {
  rmSync(join(folder, "task"), { recursive: true, force: true });
  mkdirSync(join(folder, "task"));
  client(true);
});
after(() => rmSync(folder, { recursive: true, force: true }));

function client(isThere: boolean): void {
  const file = join(folder, "client/Amazon.Lambda.RuntimeSupport.dll");
  if (isThere) writeFileSync(file, "");
  else rmSync(file);
}

function code(...files: readonly string[]): void {
  for (const file of files) writeFileSync(join(folder, "task", file), "#!/bin/sh\necho native\n", { mode: 0o755 });
}

interface Outcome {
  readonly status: number | null;
  /** With the folders of the test written as those of a sandbox. */
  readonly stdout: string;
  readonly stderr: string;
}

function start(handler: string, environment: Readonly<Record<string, string>> = {}): Outcome {
  const { status, stdout, stderr } = spawnSync("/bin/sh", [BOOTSTRAP, join(folder, "lang")], {
    encoding: "utf8",
    env: {
      PATH: "/usr/bin:/bin",
      _HANDLER: handler,
      LAMBDA_TASK_ROOT: join(folder, "task"),
      LAMBDA_RUNTIME_DIR: join(folder, "client"),
      LAMBDA_RUNTIME_NAME: "dotnet8",
      DOTNET_ROOT: "/opt/of-the-function",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "256",
      ...environment,
    },
  });
  return { status, stdout: stdout.replaceAll(folder, "").trim(), stderr: stderr.replaceAll(folder, "").trim() };
}

const HEAP = "heap=d900000 root=/lang";
const LIBRARY = "--depsfile /task/A.deps.json --runtimeconfig /task/A.runtimeconfig.json";
const CLIENT = "/client/Amazon.Lambda.RuntimeSupport.dll";

describe("the bootstrap of .NET", () => {
  it("starts an executable assembly, with or without its ending, and a native program of that name", () => {
    code("A.dll", "A", "B");
    assert.equal(start("A").stdout, `dotnet exec /task/A.dll ${HEAP}`);
    assert.equal(start("A.dll").stdout, `dotnet exec /task/A.dll ${HEAP}`);
    assert.equal(start("B").stdout, "native");
  });

  it("starts AWS's client for a class library, with the files of its assembly", () => {
    code("A.dll", "A.deps.json", "A.runtimeconfig.json", "B.deps.json", "B.runtimeconfig.json");
    assert.equal(start("A::N.T::M").stdout, `dotnet exec ${LIBRARY} ${CLIENT} A::N.T::M ${HEAP}`);
    for (const LAMBDA_DOTNET_MAIN_ASSEMBLY of ["A", "A.dll"])
      assert.equal(
        start("C::N.T::M", { LAMBDA_DOTNET_MAIN_ASSEMBLY }).stdout,
        `dotnet exec ${LIBRARY} ${CLIENT} C::N.T::M ${HEAP}`,
      );
  });

  it("takes the only files there are when those of the assembly have another name", () => {
    code("A.deps.json", "A.runtimeconfig.json");
    assert.equal(start("C::N.T::M").stdout, `dotnet exec ${LIBRARY} ${CLIENT} C::N.T::M ${HEAP}`);
  });

  it("gives a wrapper script the command line that it worked out", () => {
    code("A.dll");
    const wrapped = start("A", { AWS_LAMBDA_EXEC_WRAPPER: join(folder, "wrap") });
    assert.equal(wrapped.stdout, "wrapped /lang/dotnet exec /task/A.dll");
  });

  it("leaves a heap limit of the function's own alone", () => {
    code("A.dll");
    assert.match(start("A", { DOTNET_GCHeapHardLimit: "1000000" }).stdout, /heap=1000000 /);
    assert.match(start("A", { DOTNET_GCHeapHardLimitPercent: "4b" }).stdout, /heap= /);
  });

  for (const [what, handler, files, environment, status, message] of [
    ["no handler", "", [], {}, 103, /^Error: No Lambda Handler function was specified\.$/],
    ["no such program", "A", [], {}, 104, /executable assembly \/task\/A\.dll or binary \/task\/A not found\.$/],
    ["no deps.json", "A::T::M", ["A.runtimeconfig.json"], {}, 105, /required A\.deps\.json/],
    ["too many deps.json", "A::T::M", ["B.deps.json", "C.deps.json"], {}, 105, /required A\.deps\.json/],
    ["no runtimeconfig.json", "A::T::M", ["A.deps.json"], {}, 106, /GenerateRuntimeConfigurationFiles/],
    ["no wrapper", "A", ["A.dll"], { AWS_LAMBDA_EXEC_WRAPPER: "/no" }, 127, /^\/no: does not exist$/],
    ["a wrapper that is a text", "A", ["A.dll"], { AWS_LAMBDA_EXEC_WRAPPER: BOOTSTRAP }, 126, /is not an executable$/],
  ] as const)
    it(`ends with AWS's status ${status} when there is ${what}`, () => {
      code(...files);
      const outcome = start(handler, environment);
      assert.deepEqual([outcome.status, outcome.stdout], [status, ""]);
      assert.match(outcome.stderr, message);
    });

  it("says what is missing and what would help when AWS's client is not there", () => {
    client(false);
    const { status, stderr } = start("A::T::M");
    assert.equal(status, 107);
    assert.match(stderr, /handler A::T::M is that of a class library.*hearth runtimes install dotnet8$/);
  });
});
