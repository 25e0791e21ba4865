// Sixty cold starts at once, each of a function of its own, from a pool that holds as many stem cells.
import { setTimeout as pause } from "node:timers/promises";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import type { StemState } from "../../src/invoke/index.ts";
import { createFunction } from "../system/sdk.ts";
import type { Language } from "./cold.ts";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure } from "./figures.ts";

export const BURST = 60;
/** More than the burst, since the pool forgets cold starts while it grows. */
const PRIMING = 100;

export interface BurstPlace {
  readonly client: LambdaClient;
  readonly port: number;
  readonly stems: () => Promise<StemState>;
}

async function makeFunctions(
  client: LambdaClient,
  prefix: string,
  count: number,
  language: Language,
): Promise<string[]> {
  const { runtime, files } = language;
  const names = Array.from({ length: count }, (_, n) => `${prefix}-${runtime.replace(".", "")}-${n}`);
  for (const FunctionName of names)
    await createFunction(client, { FunctionName, Runtime: runtime, Handler: "index.handler", files });
  return names;
}

/** Invokes every function once, all at the same moment; milliseconds until the last answer. */
async function invokeAll(port: number, names: readonly string[]): Promise<number> {
  const connections = await Promise.all(names.map(() => Connection.open(port)));
  await pause(100);
  const startMs = performance.now();
  const answers = await Promise.all(connections.map((one, n) => one.send(invokeRequest(names[n] ?? "", "{}"))));
  const elapsedMs = performance.now() - startMs;
  for (const connection of connections) connection.close();
  if (answers.some(({ status }) => status !== 200)) throw new Error("a function of the burst failed");
  return elapsedMs;
}

async function poolIsFull(stems: BurstPlace["stems"], runtime: string): Promise<void> {
  for (let attempt = 0; attempt < 1_200; attempt++) {
    const { waiting } = await stems();
    const count = waiting.filter((kind) => kind.runtime === runtime).reduce((sum, kind) => sum + kind.count, 0);
    if (count >= BURST) return pause(200);
    await pause(50);
  }
  throw new Error(`the pool never held ${BURST} stem cells for ${runtime}`);
}

/** The server must have been started with room for `BURST` stem cells. */
export async function burstFigures({ client, port, stems }: BurstPlace, language: Language): Promise<Figure[]> {
  await invokeAll(port, await makeFunctions(client, "prime", PRIMING, language));
  const names = await makeFunctions(client, "burst", BURST, language);
  await poolIsFull(stems, language.runtime);
  const before = await stems();
  const elapsedMs = await invokeAll(port, names);
  const hits = (await stems()).hits - before.hits;
  const name = `burst of ${BURST} cold starts, ${language.runtime}`;
  return [
    figure(`${name}, until the last answer`, elapsedMs, "ms", { atMost: 150 }),
    figure(`${name}, pool hits`, hits, ""),
  ];
}
