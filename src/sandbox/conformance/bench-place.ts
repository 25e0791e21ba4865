import { randomBytes } from "node:crypto";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";
import { after } from "node:test";
import { systemClock } from "../../base/index.ts";
import type { ProcessExit, Sandbox, SandboxDriver, SandboxLimits, SandboxProcess } from "../driver.ts";
import type { ConformanceSubject } from "./subject.ts";

export const PYTHON = "/usr/bin/python3";
const ROOMY: SandboxLimits = { memoryMib: 512, cpuMillis: 1_000, tmpMib: 64, processesMax: 256, openFilesMax: 1_024 };

/** Everything that a program did, once it has ended. */
export interface Ran {
  readonly exit: ProcessExit;
  readonly stdout: string;
  readonly stderr: string;
  readonly telemetry: string;
}

/** One driver of the subject with its folders, for the tests of one file part. */
export class Place {
  readonly subject: ConformanceSubject;
  readonly #folders: Promise<{ readonly state: string; readonly task: string }>;
  #driver: Promise<SandboxDriver> | undefined;

  constructor(subject: ConformanceSubject) {
    this.subject = subject;
    this.#folders = makeFolders();
    after(async () => {
      await (await this.#driver)?.close();
      const { state } = await this.#folders;
      await rm(join(state, ".."), { recursive: true, force: true });
    });
  }

  async driver(): Promise<SandboxDriver> {
    this.#driver ??= this.#folders.then(({ state }) => this.subject.makeDriver(state));
    return this.#driver;
  }

  async stateFolder(): Promise<string> {
    return (await this.#folders).state;
  }

  /** Host folder that is mounted at /var/task of every sandbox. */
  async taskFolder(): Promise<string> {
    return (await this.#folders).task;
  }

  /** Without any folder of its own. */
  async bare(limits: Partial<SandboxLimits> = {}): Promise<Sandbox> {
    const driver = await this.driver();
    return driver.create({ id: uniqueId(), mounts: [], limits: { ...ROOMY, ...limits } });
  }

  async sandbox(limits: Partial<SandboxLimits> = {}): Promise<Sandbox> {
    const driver = await this.driver();
    const mounts = [{ source: await this.taskFolder(), target: "/var/task" }];
    return driver.create({ id: uniqueId(), mounts, limits: { ...ROOMY, ...limits } });
  }
}

async function makeFolders(): Promise<{ readonly state: string; readonly task: string }> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-conformance-"));
  await chmod(folder, 0o755); // what is mounted must be readable for the guest's user
  const [state, task] = [join(folder, "state"), join(folder, "task")];
  await mkdir(state);
  await mkdir(task);
  return { state, task };
}

export function uniqueId(): string {
  return `test-${randomBytes(6).toString("hex")}`;
}

export function start(
  sandbox: Sandbox,
  argv: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<SandboxProcess> {
  const path = { PATH: "/usr/bin:/bin" };
  return sandbox.start({ argv, environment: { ...path, ...environment }, workingDirectory: "/var/task" });
}

/** Starts a program and waits for its end. */
export async function run(
  sandbox: Sandbox,
  argv: readonly [string, ...string[]],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const started = await start(sandbox, argv, environment);
  const [exit, stdout, stderr, telemetry] = await Promise.all([
    started.exited,
    text(started.stdout),
    text(started.stderr),
    text(started.telemetry),
  ]);
  return { exit, stdout, stderr, telemetry };
}

export function shell(
  sandbox: Sandbox,
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return run(sandbox, ["/bin/sh", "-c", script], environment);
}

export function python(
  sandbox: Sandbox,
  script: string,
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return run(sandbox, [PYTHON, "-I", "-S", "-c", script], environment);
}

/** Resolves with what has been read once it contains `needle`. */
export async function readUntil(stream: Readable, needle: string): Promise<string> {
  let seen = "";
  return new Promise((resolve, reject) => {
    const onData = (piece: Buffer): void => {
      seen += piece.toString();
      if (!seen.includes(needle)) return;
      stream.off("data", onData);
      stream.resume();
      resolve(seen);
    };
    stream.on("data", onData);
    stream.once("end", () => reject(new Error(`The stream ended without "${needle}": ${seen}`)));
  });
}

/** Asks until the answer is yes. Throws when it never is. */
export async function eventually(what: string, ask: () => boolean | Promise<boolean>): Promise<void> {
  const deadlineMs = systemClock.monotonicMs() + 15_000;
  while (!(await ask())) {
    if (systemClock.monotonicMs() > deadlineMs) throw new Error(`It never came true that ${what}.`);
    await systemClock.sleep(10);
  }
}

/** Whether a process of this machine has a text in its command line. */
export async function isRunning(marker: string): Promise<boolean> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(pids.map((pid) => readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "")));
  // Those of the test itself have the marker within a longer script or list.
  return lines.some((line) => line.split("\0").includes(marker));
}
