// Cold starts: request in → handler entered, for each runtime, next to a bare start of its interpreter in the same run.
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { DeleteFunctionCommand, type LambdaClient, type Runtime } from "@aws-sdk/client-lambda";
import { createFunction } from "../system/sdk.ts";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";

const execute = promisify(execFile);
const SAMPLES = 30;

/** The handler tells when it was entered, in epoch milliseconds with fractions. */
const NODE = "exports.handler = async () => performance.timeOrigin + performance.now()";
const PYTHON = "import time\ndef handler(event, context):\n    return time.time() * 1000\n";

interface Language {
  readonly runtime: Runtime;
  readonly files: Readonly<Record<string, string>>;
  readonly atMostMs: number;
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

function epochMs(): number {
  return performance.timeOrigin + performance.now();
}

async function coldStartsMs(client: LambdaClient, port: number, { runtime, files }: Language): Promise<number[]> {
  const connection = await Connection.open(port);
  const timesMs: number[] = [];
  for (let n = 0; n < SAMPLES; n++) {
    const FunctionName = `cold-${runtime.replace(".", "")}-${n}`;
    await createFunction(client, { FunctionName, Runtime: runtime, Handler: "index.handler", files });
    const startMs = epochMs();
    const { body } = await connection.send(invokeRequest(FunctionName, "{}"));
    timesMs.push(Number(body.toString()) - startMs);
    await client.send(new DeleteFunctionCommand({ FunctionName }));
  }
  connection.close();
  if (timesMs.some(Number.isNaN)) throw new Error(`${runtime}: a handler did not answer with its time`);
  return timesMs;
}

export async function coldFigures(
  client: LambdaClient,
  port: number,
  tier: string,
  found: readonly Language[],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const language of found) {
    const bareMs = await bareStartMs(language.bare);
    const timesMs = await coldStartsMs(client, port, language);
    const name = `cold start, ${language.runtime}, ${tier}`;
    figures.push(figure(`bare start of the interpreter, ${language.runtime}`, bareMs, "ms"));
    figures.push(figure(`${name}, p50`, quantile(timesMs, 0.5), "ms", { atMost: language.atMostMs }));
    figures.push(figure(`${name}, p99`, quantile(timesMs, 0.99), "ms"));
  }
  return figures;
}
