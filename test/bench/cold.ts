// Cold starts: request in → handler entered, for each runtime, next to a bare start of its interpreter in the same run.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DeleteFunctionCommand, type LambdaClient, type Runtime } from "@aws-sdk/client-lambda";
import type { StemState } from "../../src/invoke/index.ts";
import { createFunction, type NewFunction } from "../system/sdk.ts";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";

const execute = promisify(execFile);
const SAMPLES = 30;

/**
 * The handler tells when it was entered, in milliseconds of the machine's monotonic clock. In Node.js this is the clock that
 * costs nothing to look at: the first look at `performance` loads two milliseconds of code.
 */
const NODE = "exports.handler = async () => Number(process.hrtime.bigint()) / 1e6";
const PYTHON = "import time\ndef handler(event, context):\n    return time.monotonic_ns() / 1e6\n";
/** What a server has served before: one that has just started runs its own code for the first time, too. */
const WARM_INVOKES = 2_000;

export interface Language {
  readonly runtime: Runtime;
  readonly files: NewFunction["files"];
  /** Of a start without the pool; undefined where nothing was promised, for a hit neither. */
  readonly atMostMs: number | undefined;
  /** The least that starting this language can take: the interpreter with an empty program. */
  readonly bare: readonly [string, ...string[]];
}

/** `interpreters` are absolute paths by runtime; a language without one is left out and said so. */
export function languages(interpreters: Readonly<Record<string, string>>): Language[] {
  const node = ["nodejs20.x", "nodejs22.x", "nodejs24.x"] as const;
  const python = interpreters["python3.11"] ?? "/usr/bin/python3";
  return [
    ...node.map((runtime) => ({
      runtime,
      files: { "index.js": NODE },
      atMostMs: 60,
      bare: [interpreters[runtime] ?? "node", "-e", "0"] as const,
    })),
    { runtime: "python3.11", files: { "index.py": PYTHON }, atMostMs: 25, bare: [python, "-I", "-S", "-c", "pass"] },
  ];
}

async function bareStartMs([command, ...words]: readonly [string, ...string[]]): Promise<number> {
  const timesMs: number[] = [];
  for (let n = 0; n < SAMPLES; n++) {
    const startMs = performance.now();
    await execute(command, words, { env: {} });
    timesMs.push(performance.now() - startMs);
  }
  return quantile(timesMs, 0.5);
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

async function warmUp(client: LambdaClient, connection: Connection, { runtime, files }: Language): Promise<void> {
  const FunctionName = `warm-${runtime.replace(".", "")}`;
  await createFunction(client, { FunctionName, Runtime: runtime, Handler: "index.handler", files });
  for (let n = 0; n < WARM_INVOKES; n++) await connection.send(invokeRequest(FunctionName, "{}"));
  await client.send(new DeleteFunctionCommand({ FunctionName }));
}

/** Cold starts, each of a function of its own; before each, `prepare` brings the pool into the state that is meant. */
export async function coldStartsMs(
  client: LambdaClient,
  port: number,
  language: Language,
  prepare: () => Promise<void>,
): Promise<number[]> {
  const { runtime, files } = language;
  const connection = await Connection.open(port);
  await warmUp(client, connection, language);
  const timesMs: number[] = [];
  for (let n = 0; n <= SAMPLES; n++) {
    const FunctionName = `cold-${runtime.replace(".", "")}-${n}`;
    await createFunction(client, { FunctionName, Runtime: runtime, Handler: "index.handler", files });
    if (n > 0) await prepare();
    const startMs = monotonicMs();
    const { body } = await connection.send(invokeRequest(FunctionName, "{}"));
    if (n > 0) timesMs.push(Number(body.toString()) - startMs); // the first one only tells the pool what is wanted
    await client.send(new DeleteFunctionCommand({ FunctionName }));
  }
  connection.close();
  if (timesMs.some(Number.isNaN)) throw new Error(`${runtime}: a handler did not answer with its time`);
  return timesMs;
}

/** Waits until a stem cell of this runtime is there, and has been long enough for its makers to be quiet. */
async function stemWaits(stems: () => Promise<StemState>, runtime: string): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const { waiting } = await stems();
    await pause(20);
    if (waiting.some((kind) => kind.runtime === runtime)) return pause(100);
  }
  throw new Error(`No stem cell for ${runtime} came`);
}

export function pause(delayMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, delayMs);
  });
}

/** The same server once with its pool and once without; `withPool` is undefined where the tier has none. */
export interface ColdPlaces {
  readonly withPool:
    | { readonly client: LambdaClient; readonly port: number; readonly stems: () => Promise<StemState> }
    | undefined;
  readonly without: { readonly client: LambdaClient; readonly port: number };
}

const HIT_P50_MS = { "root namespace tier": 3, "rootless namespace tier": 8 };
const HIT_P99_MS = { "root namespace tier": 15, "rootless namespace tier": undefined };

async function hitFigures(
  tier: string,
  place: NonNullable<ColdPlaces["withPool"]>,
  language: Language,
): Promise<Figure[]> {
  const { client, port, stems } = place;
  const before = await stems();
  const timesMs = await coldStartsMs(client, port, language, () => stemWaits(stems, language.runtime));
  const after = await stems();
  // The first one, which is not measured, may have hit it, too.
  if (after.hits - before.hits < SAMPLES) throw new Error(`${language.runtime}: not every start hit the pool`);
  const name = `cold start, pool hit, ${language.runtime}, ${tier}`;
  const bounds =
    tier in HIT_P50_MS && language.atMostMs !== undefined
      ? { p50: HIT_P50_MS[tier as keyof typeof HIT_P50_MS], p99: HIT_P99_MS[tier as keyof typeof HIT_P99_MS] }
      : {};
  return [
    figure(`${name}, p50`, quantile(timesMs, 0.5), "ms", bound(bounds.p50)),
    figure(`${name}, p99`, quantile(timesMs, 0.99), "ms", bound(bounds.p99)),
  ];
}

function bound(atMost: number | undefined): { atMost?: number } {
  return atMost === undefined ? {} : { atMost };
}

export async function coldFigures(
  { withPool, without }: ColdPlaces,
  tier: string,
  found: readonly Language[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const language of found) {
    const bareMs = await bareStartMs(language.bare);
    const timesMs = await coldStartsMs(without.client, without.port, language, () => pause(100));
    const name = `cold start, pool empty, ${language.runtime}, ${tier}`;
    figures.push(figure(`bare start of the interpreter, ${language.runtime}`, bareMs, "ms"));
    figures.push(figure(`${name}, p50`, quantile(timesMs, 0.5), "ms", bound(language.atMostMs)));
    figures.push(figure(`${name}, p99`, quantile(timesMs, 0.99), "ms"));
    if (withPool !== undefined) figures.push(...(await hitFigures(tier, withPool, language)));
  }
  return figures;
}
