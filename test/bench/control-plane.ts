// The control plane: requests per second next to the bare echo, and what ten thousand functions change.
import { DeleteFunctionCommand, type LambdaClient, type Runtime } from "@aws-sdk/client-lambda";
import { createFunction } from "../system/sdk.ts";
import { bareEcho } from "./bare-echo-process.ts";
import { Connection, invokeRequest, lambdaRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";
import { perSecond } from "./throughput.ts";

const DURATION_MS = 3000;
const FEW = 10;
const MANY = 10_000;
const COLD_SAMPLES = 20;

const HANDLER = { Runtime: "python3.11" as Runtime, Handler: "index.handler" };
const FILES = { "index.py": "import time\ndef handler(event, context):\n    return time.time() * 1000\n" };

const GET = lambdaRequest("GET", "/2015-03-31/functions/f5/configuration");
/** As long a page with few functions as with many, so that only the number of functions differs. */
const LIST = lambdaRequest("GET", `/2015-03-31/functions?MaxItems=${FEW}`);
const LIST_LONG = lambdaRequest("GET", "/2015-03-31/functions?MaxItems=50");
const UPDATE = lambdaRequest("PUT", "/2015-03-31/functions/f5/configuration", '{"Description":"changed"}');

/** Updates follow each other, since the service refuses one while another is in progress. */
async function updatesPerSecond(port: number): Promise<number> {
  const connection = await Connection.open(port);
  const startMs = performance.now();
  let count = 0;
  while (performance.now() < startMs + DURATION_MS) {
    const { status } = await connection.send(UPDATE);
    if (status === 200) count++;
    else if (status !== 409) throw new Error(`UpdateFunctionConfiguration answered ${status}`);
  }
  connection.close();
  return (count * 1000) / (performance.now() - startMs);
}

async function coldStartMs(client: LambdaClient, port: number): Promise<number> {
  const connection = await Connection.open(port);
  const timesMs: number[] = [];
  for (let n = 0; n < COLD_SAMPLES; n++) {
    const FunctionName = `cold-${n}`;
    await createFunction(client, { FunctionName, ...HANDLER, files: FILES });
    const startMs = performance.timeOrigin + performance.now();
    const { body } = await connection.send(invokeRequest(FunctionName, "{}"));
    timesMs.push(Number(body.toString()) - startMs);
    await client.send(new DeleteFunctionCommand({ FunctionName }));
  }
  connection.close();
  return quantile(timesMs, 0.5);
}

async function createUpTo(client: LambdaClient, from: number, to: number): Promise<void> {
  let next = from;
  const worker = async (): Promise<void> => {
    while (next < to) await createFunction(client, { FunctionName: `f${next++}`, ...HANDLER, files: FILES });
  };
  await Promise.all(Array.from({ length: 8 }, worker));
}

async function round(client: LambdaClient, port: number): Promise<Record<string, number>> {
  return {
    GetFunctionConfiguration: await perSecond(port, GET, DURATION_MS),
    [`ListFunctions(${FEW})`]: await perSecond(port, LIST, DURATION_MS),
    "UpdateFunctionConfiguration, durable, one after the other": await updatesPerSecond(port),
    "cold start": await coldStartMs(client, port),
  };
}

export async function controlPlaneFigures(client: LambdaClient, port: number): Promise<Figure[]> {
  const bare = await bareEcho();
  const barePerSecond = await perSecond(bare.port, GET, DURATION_MS);
  bare.child.kill();
  await createUpTo(client, 0, FEW);
  const few = await round(client, port);
  await createUpTo(client, FEW, MANY);
  const many = await round(client, port);
  const longPerSecond = await perSecond(port, LIST_LONG, DURATION_MS);
  const figures = [figure("bare node:http echo, no body, 16 connections", barePerSecond, "/s")];
  figures.push(figure(`ListFunctions(50), ${MANY} functions`, longPerSecond, "/s"));
  for (const [name, value] of Object.entries(few)) {
    const isCold = name === "cold start";
    figures.push(figure(`${name}, ${FEW} functions`, value, isCold ? "ms" : "/s"));
    figures.push(figure(`${name}, ${MANY} functions`, many[name] ?? Number.NaN, isCold ? "ms" : "/s"));
    const growth = isCold ? (many[name] ?? Number.NaN) / value : value / (many[name] ?? Number.NaN);
    figures.push(figure(`${name}, cost of ${MANY} over ${FEW} functions`, growth, "x", { atMost: 1.2 }));
  }
  return figures;
}
