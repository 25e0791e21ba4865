// A machine that runs out of file descriptors, of processes, of disk, or of memory: what needs more of them is refused in clear
// words, what does not goes on, and once there is enough again everything works and nothing is left behind.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, statfs, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it } from "node:test";
import { DeleteFunctionCommand, InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { settledFootprint } from "./cycles.ts";
import { descendantsOf } from "./footprint.ts";
import { HearthProcess, pause } from "./hearth-process.ts";
import { createFunction, lambdaClient } from "./sdk.ts";

const FINE = '"fine"';
const isRoot = process.getuid?.() === 0;
const MEMORY = "/sys/fs/cgroup/memory";
const PIDS = "/sys/fs/cgroup/pids";

/** What a machine has less and less of. */
interface Shortage {
  readonly name: string;
  /** Before the server starts: where its data is to be, if that matters. */
  readonly prepare?: () => Promise<string>;
  /** Takes away what there is, and returns how to give it back. */
  readonly take: (hearth: HearthProcess) => Promise<() => Promise<void>>;
  readonly cleanUp?: (folder: string) => Promise<void>;
}

async function limitFiles({ child }: HearthProcess): Promise<() => Promise<void>> {
  const pid = String(child.pid);
  const softLimit = /^Max open files\s+(\d+)/m.exec(await readFile(`/proc/${pid}/limits`, "utf8"))?.[1];
  const open = (await readdir(`/proc/${pid}/fd`)).length;
  const set = (limit: string): void => void execFileSync("prlimit", ["--pid", pid, `--nofile=${limit}:`]);
  // A few for the connections of the client, and hardly any for what an environment takes.
  set(String(open + 10));
  return async () => set(String(softLimit));
}

/** Root is not bound by limits per user; a control group binds everyone. */
async function limitProcesses({ child }: HearthProcess): Promise<() => Promise<void>> {
  const folder = join(PIDS, `hearth-exhaustion-${child.pid}`);
  await mkdir(folder);
  await writeFile(join(folder, "cgroup.procs"), String(child.pid));
  await writeFile(join(folder, "pids.max"), "1");
  return async () => {
    await writeFile(join(folder, "pids.max"), "max");
    await writeFile(join(PIDS, "cgroup.procs"), String(child.pid));
    for (const pid of await descendantsOf(child.pid ?? 0))
      await writeFile(join(PIDS, "cgroup.procs"), String(pid)).catch(() => undefined);
    await rmdir(folder).catch(() => undefined);
  };
}

async function smallDisk(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-small-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=48m", "tmpfs", folder]);
  return folder;
}

async function fillDisk({ dataFolder }: HearthProcess): Promise<() => Promise<void>> {
  const filler = join(dataFolder, "filler");
  const { bavail, bsize } = await statfs(dataFolder);
  // The server may have taken some of it meanwhile.
  await assert.rejects(writeFile(filler, Buffer.alloc((bavail + 1) * bsize)), { code: "ENOSPC" });
  return () => rm(filler);
}

const SHORTAGES: readonly Shortage[] = [
  { name: "file descriptors", take: limitFiles },
  { name: "processes", take: limitProcesses },
  {
    name: "disk",
    prepare: smallDisk,
    take: fillDisk,
    cleanUp: async (folder) => {
      execFileSync("umount", ["--lazy", folder]);
      await rm(folder, { recursive: true, force: true });
    },
  },
];

async function outcome(client: LambdaClient, FunctionName: string, sleepS = 0): Promise<string> {
  try {
    const input = { FunctionName, Payload: JSON.stringify({ s: sleepS }) };
    const { Payload, FunctionError } = await client.send(new InvokeCommand(input));
    return `${FunctionError ?? ""}${Payload?.transformToString()}`;
  } catch (error) {
    return String(error);
  }
}

/** More than there are spares. */
const AT_ONCE = 12;
/** Without file descriptors a server cannot even take the connection. */
const REFUSED =
  /^ServiceException: No environment could be made: .*(lacks|out of file descriptors)|^TimeoutError: (read ECONNRESET|socket hang up)/;
const FILES = {
  "index.py": "import time\ndef handler(event, context):\n    time.sleep(event.get('s', 0))\n    return 'fine'\n",
};

/** As it was before; the connections of the client may be more or fewer. */
async function usual(hearth: HearthProcess): Promise<object> {
  const { fileDescriptors: _, ...rest } = await settledFootprint(hearth);
  return rest;
}

async function suffer(hearth: HearthProcess, client: LambdaClient, { take }: Shortage): Promise<void> {
  const create = (FunctionName: string): Promise<void> =>
    createFunction(client, { FunctionName, Runtime: "python3.11", Handler: "index.handler", files: FILES });
  const remove = (FunctionName: string): Promise<unknown> => client.send(new DeleteFunctionCommand({ FunctionName }));
  const pass = async (): Promise<void> => {
    await create("passing");
    assert.equal(await outcome(client, "passing"), FINE);
    await remove("passing");
  };
  await pass();
  const before = await usual(hearth);
  for (const name of ["warm", "cold"]) await create(name);
  assert.equal(await outcome(client, "warm"), FINE);
  const giveBack = await take(hearth);
  try {
    const outcomes = await Promise.all(Array.from({ length: AT_ONCE }, () => outcome(client, "cold", 0.5)));
    for (const each of outcomes) if (each !== FINE) assert.match(each, REFUSED);
    assert.ok(outcomes.some((each) => each !== FINE));
    assert.equal(await outcome(client, "warm"), FINE);
  } finally {
    await giveBack();
  }
  for (let tries = 0; tries < 100 && (await outcome(client, "cold")) !== FINE; tries++) await pause(100);
  for (const name of ["warm", "cold"]) assert.equal(await outcome(client, name), FINE);
  for (const name of ["warm", "cold"]) await remove(name);
  await pass(); // which has spares made again
  assert.deepEqual(await usual(hearth), before);
  assert.doesNotMatch(hearth.output, /unexpected error/);
}

describe("a machine that runs out of", { skip: isRoot ? false : "needs root" }, () => {
  for (const shortage of SHORTAGES)
    it(shortage.name, async () => {
      const folder = await shortage.prepare?.();
      const hearth = await HearthProcess.start({
        flags: ["--stems", "0"],
        ...(folder === undefined ? {} : { dataFolder: folder }),
      });
      const client = lambdaClient(hearth.endpoint);
      try {
        await suffer(hearth, client, shortage);
      } finally {
        client.destroy();
        if (folder === undefined) await hearth.dispose();
        else {
          await hearth.end();
          await shortage.cleanUp?.(folder);
        }
      }
    });
});

/** The groups of one server's sandboxes are within one of its own, so a limit on that is as a machine with no more memory. */
async function homeOf({ child }: HearthProcess): Promise<string | undefined> {
  const names = await readdir(MEMORY).catch(() => []);
  const name = names.find((each) => each.startsWith(`hearth-${child.pid}-`));
  return name === undefined ? undefined : join(MEMORY, name);
}

it("a machine that runs out of memory kills guests, and not its server", { skip: !isRoot }, async (t) => {
  const hearth = await HearthProcess.start({ flags: ["--stems", "0"] });
  const client = lambdaClient(hearth.endpoint);
  try {
    const home = await homeOf(hearth);
    if (home === undefined) return t.skip("needs control groups of version 1");
    const files = {
      "index.py":
        "import time\ndef handler(event, context):\n    kept = bytearray(event.get('mib', 0) << 20)\n    time.sleep(event.get('s', 0))\n    return 'fine'\n",
    };
    const made = { Runtime: "python3.11", Handler: "index.handler", MemorySize: 1_024, Timeout: 20, files } as const;
    for (const FunctionName of ["hungry", "modest"]) await createFunction(client, { FunctionName, ...made });
    const ask = async (FunctionName: string, event: object): Promise<string> => {
      const { Payload } = await client.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));
      return Payload?.transformToString() ?? "";
    };
    assert.equal(await ask("modest", {}), FINE);
    await writeFile(join(home, "memory.limit_in_bytes"), String(400 * 1_048_576));
    const outcomes = await Promise.all(Array.from({ length: 6 }, () => ask("hungry", { mib: 150, s: 1 })));
    for (const each of outcomes) if (each !== FINE) assert.match(each, /Runtime exited with error: signal: killed/);
    assert.ok(
      outcomes.some((each) => each !== FINE),
      outcomes.join(),
    );
    await writeFile(join(home, "memory.limit_in_bytes"), "-1");
    for (const name of ["hungry", "modest"]) assert.equal(await ask(name, {}), FINE);
    assert.doesNotMatch(hearth.output, /unexpected error/);
  } finally {
    client.destroy();
    await hearth.dispose();
  }
});
