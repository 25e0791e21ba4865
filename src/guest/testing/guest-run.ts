import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { Answer, ScriptedEvent } from "./scripted-runtime-api.ts";
import { ScriptedRuntimeApi } from "./scripted-runtime-api.ts";
import { frames, type Frame } from "./frames.ts";

const TELEMETRY_FD = 62;

export interface GuestScript {
  /** Interpreter and runtime client. */
  readonly argv: readonly [string, ...string[]];
  /** The function's files by their path. */
  readonly files: Readonly<Record<string, string>>;
  readonly handler: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** One empty event when left out. */
  readonly events?: readonly ScriptedEvent[];
  /** Without a telemetry descriptor logs go to standard output. */
  readonly withoutTelemetry?: boolean;
}

export interface GuestRun {
  readonly answers: readonly Answer[];
  readonly frames: readonly Frame[];
  readonly stdout: string;
  readonly stderr: string;
  /** Undefined when the guest still waited for events and was killed. */
  readonly exitCode: number | undefined;
  /** The function's folder, to be taken out of messages. */
  readonly folder: string;
}

/** Runs a real guest process against a script of events until it ends or has had them all. */
export async function runGuest(script: GuestScript): Promise<GuestRun> {
  const folder = await mkdtemp(join(tmpdir(), "hearth-guest-"));
  const api = new ScriptedRuntimeApi(script.events ?? [{}]);
  try {
    for (const [path, text] of Object.entries(script.files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    return await runIn(folder, script, api);
  } finally {
    api.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function runIn(folder: string, script: GuestScript, api: ScriptedRuntimeApi): Promise<GuestRun> {
  const stdio: ("ignore" | "pipe")[] = ["ignore", "pipe", "pipe"];
  while (stdio.length < TELEMETRY_FD) stdio.push("ignore");
  stdio.push("pipe");
  const [program, ...words] = script.argv;
  const child = spawn(program, words, {
    cwd: folder,
    stdio,
    env: {
      AWS_LAMBDA_RUNTIME_API: await api.listen(),
      LAMBDA_TASK_ROOT: folder,
      LAMBDA_RUNTIME_DIR: "/var/runtime",
      AWS_LAMBDA_FUNCTION_NAME: "fn",
      AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
      AWS_LAMBDA_LOG_GROUP_NAME: "/aws/lambda/fn",
      AWS_LAMBDA_LOG_STREAM_NAME: "2026/01/02/[$LATEST]0123",
      LANG: "en_US.UTF-8",
      _HANDLER: script.handler,
      ...(script.withoutTelemetry === true ? {} : { _LAMBDA_TELEMETRY_LOG_FD: String(TELEMETRY_FD) }),
      ...script.environment,
    },
  });
  const closed = new Promise<number | undefined>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve(exitCode ?? undefined));
  });
  void api.exhausted.then(() => child.kill("SIGKILL"));
  const [stdout, stderr, telemetry] = await Promise.all(
    [1, 2, TELEMETRY_FD].map((fd) => buffer(stream(child.stdio[fd]))),
  );
  return {
    answers: api.answers,
    frames: frames(telemetry ?? Buffer.alloc(0)),
    stdout: String(stdout),
    stderr: String(stderr),
    exitCode: await closed,
    folder,
  };
}

function stream(pipe: unknown): Readable {
  if (pipe === null || typeof pipe !== "object" || !("read" in pipe)) throw new Error("no such pipe");
  return pipe as Readable;
}

/** The only answer, as JSON. */
export function onlyAnswer(run: GuestRun): unknown {
  const [answer, ...rest] = run.answers;
  if (answer === undefined || rest.length > 0)
    throw new Error(`${run.answers.length} answers; exit ${run.exitCode}; stderr: ${run.stderr}`);
  return JSON.parse(answer.text);
}
