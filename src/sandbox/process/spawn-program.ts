import { type ChildProcess, execFile, spawn } from "node:child_process";
import { constants } from "node:fs";
import { access, open, stat } from "node:fs/promises";
import { PassThrough, Readable } from "node:stream";
import { type ProcessExit, SandboxError, type SandboxProcess } from "../driver.ts";
import { signalGroup } from "./process-group.ts";

/** Where guests expect their log descriptor (`_LAMBDA_TELEMETRY_LOG_FD`). */
const TELEMETRY_FD = 62;
/** Above 2, "ignore" leaves a descriptor closed. */
const CLOSED = Array<"ignore">(TELEMETRY_FD - 3).fill("ignore");

export interface Program {
  readonly argv: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
  readonly openFilesMax: number;
}

export interface StartedProgram {
  readonly pid: number;
  readonly process: SandboxProcess;
}

/**
 * Starts a program in a process group of its own. Throws `SandboxError`: what keeps it from being executed, or
 * `resources` when the machine has no process or file descriptor left.
 */
export async function spawnProgram(program: Program): Promise<StartedProgram> {
  const [path, ...words] = program.argv;
  await checkExecutable(path);
  await checkFolder(program.workingDirectory);
  const child = spawn(path, words, {
    cwd: program.workingDirectory,
    env: { ...program.environment },
    detached: true,
    stdio: ["ignore", "pipe", "pipe", ...CLOSED, "pipe"],
  });
  // At once: Node throws away what nobody has asked for by the time the program exits.
  const outputs = { stdout: kept(child, 1), stderr: kept(child, 2), telemetry: kept(child, TELEMETRY_FD) };
  const exited = exitOf(child);
  await spawned(child, path);
  const { pid } = child;
  if (pid === undefined) throw new SandboxError("launch-failed", `${path} started without a process id`);
  limitFiles(pid, program.openFilesMax);
  return { pid, process: { ...outputs, exited, signal: signalTo(pid) } };
}

function kept(child: ChildProcess, fd: number): Readable {
  // Where file descriptors have run out, Node makes no pipes at all.
  const pipes: readonly unknown[] | undefined = child.stdio;
  const pipe = pipes?.[fd];
  const output = new PassThrough();
  if (pipe instanceof Readable) pipe.on("error", () => output.end()).pipe(output);
  else output.end(); // it could not be started, which its error tells
  return output;
}

/** First bytes of what a kernel executes: scripts, ELF, and the kinds of Mach-O. Node would give anything else to a shell. */
const MAGIC = ["2321", "7f454c46", "cffaedfe", "cefaedfe", "cafebabe"];

async function checkFormat(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    const head = buffer.subarray(0, bytesRead).toString("hex");
    if (!MAGIC.some((magic) => head.startsWith(magic)))
      throw new SandboxError("bad-format", `${path} is neither a program of this machine nor a script`);
  } finally {
    await file.close();
  }
}

async function checkExecutable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) throw new SandboxError("not-found", `${path} does not exist`);
  if (!found.isFile()) throw new SandboxError("not-executable", `${path} is not a file`);
  await access(path, constants.X_OK).catch((cause: unknown) => {
    throw new SandboxError("not-executable", `${path} is not executable; set its permission bits, e.g. to 755`, {
      cause,
    });
  });
  await checkFormat(path);
}

/** A missing working directory would otherwise be reported as a missing program. */
async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() !== true)
    throw new SandboxError("launch-failed", `The working directory ${path} cannot be entered: there is no such folder`);
}

/**
 * Limited from outside, since a wrapping program would hide why the real one cannot be executed. Where there is no
 * `prlimit` (macOS) nothing is limited.
 */
function limitFiles(pid: number, openFilesMax: number): void {
  const limits = [`--nofile=${openFilesMax}:${openFilesMax}`, "--core=0:0"];
  execFile("prlimit", ["--pid", `${pid}`, ...limits], { env: { PATH: "/usr/bin:/bin" } }, () => undefined);
}

function spawned(child: ChildProcess, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once("spawn", resolve);
    child.once("error", (cause) => reject(spawnFailure(path, cause)));
  });
}

function spawnFailure(path: string, cause: Error): SandboxError {
  const code = "code" in cause ? cause.code : undefined;
  if (code === "EAGAIN" || code === "ENOMEM" || code === "EMFILE" || code === "ENFILE")
    return new SandboxError("resources", `${path} could not be started: ${cause.message}`, { cause });
  // The file is there, so what is missing is the interpreter that its first line names.
  if (code === "ENOENT")
    return new SandboxError("no-interpreter", `The interpreter of ${path} does not exist`, { cause });
  if (code === "ENOEXEC") return new SandboxError("bad-format", `${path} is no program of this machine`, { cause });
  return new SandboxError("not-executable", `${path} could not be executed: ${cause.message}`, { cause });
}

function exitOf(child: ChildProcess): Promise<ProcessExit> {
  return new Promise((resolve) => {
    child.once("exit", (code, signal) => {
      resolve({ exitCode: code ?? undefined, signal: signal ?? undefined, outOfMemory: false });
    });
  });
}

function signalTo(pid: number): SandboxProcess["signal"] {
  return (name) => void signalGroup(pid, name);
}
