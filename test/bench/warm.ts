// Warm invocations through the public port, next to a bare node:http echo in the same run.
import { bareEcho } from "./bare-echo-process.ts";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";
import { CONNECTIONS, perSecond } from "./throughput.ts";

const PAYLOAD = JSON.stringify({ text: "x".repeat(1024 - 11) });

async function sequential(port: number, request: Buffer, count: number): Promise<number[]> {
  const connection = await Connection.open(port);
  const timesMs: number[] = [];
  for (let n = -count / 10; n < count; n++) {
    const startMs = performance.now();
    const { status } = await connection.send(request);
    if (status !== 200) throw new Error(`status ${status}`);
    if (n >= 0) timesMs.push(performance.now() - startMs);
  }
  connection.close();
  return timesMs;
}

/** `functions` are echo functions to invoke, by the name to print. */
export async function warmFigures(port: number, functions: Readonly<Record<string, string>>): Promise<Figure[]> {
  const figures: Figure[] = [];
  const bare = await bareEcho();
  const request = invokeRequest("echo", PAYLOAD);
  const bareMs = quantile(await sequential(bare.port, request, 2000), 0.5);
  const barePerSecond = await perSecond(bare.port, request, 2000);
  figures.push(figure("bare node:http echo, 1 KB, p50", bareMs, "ms"));
  figures.push(figure(`bare node:http echo, ${CONNECTIONS} connections`, barePerSecond, "/s"));
  bare.child.kill();
  for (const [label, functionName] of Object.entries(functions)) {
    const invocation = invokeRequest(functionName, PAYLOAD);
    const timesMs = await sequential(port, invocation, 2000);
    figures.push(figure(`warm invoke, ${label}, p50`, quantile(timesMs, 0.5), "ms", { atMost: 1.5 }));
    figures.push(figure(`warm invoke, ${label}, p99`, quantile(timesMs, 0.99), "ms", { atMost: 5 }));
    figures.push(figure(`warm invoke, ${label}, p50, times the bare echo`, quantile(timesMs, 0.5) / bareMs, "x"));
    const rate = await perSecond(port, invocation, 4000);
    figures.push(figure(`warm invokes, ${label}, ${CONNECTIONS} connections`, rate, "/s", { atLeast: 3000 }));
    figures.push(figure(`warm invokes, ${label}, share of the bare echo`, (rate / barePerSecond) * 100, "%"));
  }
  return figures;
}
