// A function made, run and deleted, over and over.
import { DeleteFunctionCommand, InvokeCommand, type LambdaClient } from "@aws-sdk/client-lambda";
import { type Footprint, footprint } from "./footprint.ts";
import { type HearthProcess, pause } from "./hearth-process.ts";
import { createFunction } from "./sdk.ts";

const AT_ONCE = 4;

/** Every function answers, and every environment is destroyed with its function. */
export async function runCycles(client: LambdaClient, count: number): Promise<void> {
  let next = 0;
  const run = async (): Promise<void> => {
    for (let n = next++; n < count; n = next++) await cycle(client, `cycle-${n}`, n);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, run));
}

async function cycle(client: LambdaClient, FunctionName: string, n: number): Promise<void> {
  const made =
    n % 4 === 0
      ? { Runtime: "nodejs22.x" as const, files: { "index.js": `exports.handler = async () => ${n}` } }
      : { Runtime: "python3.11" as const, files: { "index.py": `def handler(event, context):\n    return ${n}\n` } };
  await createFunction(client, { FunctionName, Handler: "index.handler", ...made });
  const { Payload } = await client.send(new InvokeCommand({ FunctionName }));
  const answer = Payload?.transformToString();
  if (answer !== String(n)) throw new Error(`${FunctionName} answered ${answer}`);
  await client.send(new DeleteFunctionCommand({ FunctionName }));
}

/** The footprint once it does not change any more, since much is cleared away in the background. */
export async function settledFootprint(hearth: HearthProcess): Promise<Footprint> {
  let [last, same] = ["", 0];
  for (let attempt = 0; attempt < 200; attempt++) {
    const now = JSON.stringify(await footprint(hearth));
    same = now === last ? same + 1 : 0;
    last = now;
    if (same === 5) break;
    await pause(100);
  }
  return JSON.parse(last) as Footprint;
}
