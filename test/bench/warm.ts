// Warm invocations through the public port, next to a bare node:http echo in the same run.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";

const PAYLOAD = JSON.stringify({ text: "x".repeat(1024 - 11) });
const CONNECTIONS = 16;

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

async function throughput(port: number, request: Buffer, durationMs: number): Promise<number> {
  const connections = await Promise.all(Array.from({ length: CONNECTIONS }, () => Connection.open(port)));
  const run = async (endMs: number): Promise<number> => {
    const counts = await Promise.all(
      connections.map(async (connection) => {
        let count = 0;
        for (; performance.now() < endMs; count++) await connection.send(request);
        return count;
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  };
  await run(performance.now() + durationMs / 2);
  const startMs = performance.now();
  const count = await run(startMs + durationMs);
  const perSecond = (count * 1000) / (performance.now() - startMs);
  for (const connection of connections) connection.close();
  return perSecond;
}

/** A process of its own, as the server is, that answers every request with its body. */
async function bareEcho(): Promise<{ port: number; child: ChildProcess }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, "bare-echo.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {},
  });
  const [text] = (await once(child.stdout, "data")) as [Buffer];
  return { port: Number(text), child };
}

/** `functions` are echo functions to invoke, by the name to print. */
export async function warmFigures(port: number, functions: Readonly<Record<string, string>>): Promise<Figure[]> {
  const figures: Figure[] = [];
  const bare = await bareEcho();
  const request = invokeRequest("echo", PAYLOAD);
  const bareMs = quantile(await sequential(bare.port, request, 2000), 0.5);
  const barePerSecond = await throughput(bare.port, request, 2000);
  figures.push(figure("bare node:http echo, 1 KB, p50", bareMs, "ms"));
  figures.push(figure(`bare node:http echo, ${CONNECTIONS} connections`, barePerSecond, "/s"));
  bare.child.kill();
  for (const [label, functionName] of Object.entries(functions)) {
    const invocation = invokeRequest(functionName, PAYLOAD);
    const timesMs = await sequential(port, invocation, 2000);
    figures.push(figure(`warm invoke, ${label}, p50`, quantile(timesMs, 0.5), "ms", { atMost: 1.5 }));
    figures.push(figure(`warm invoke, ${label}, p99`, quantile(timesMs, 0.99), "ms", { atMost: 5 }));
    figures.push(figure(`warm invoke, ${label}, p50, times the bare echo`, quantile(timesMs, 0.5) / bareMs, "x"));
    const perSecond = await throughput(port, invocation, 4000);
    figures.push(figure(`warm invokes, ${label}, ${CONNECTIONS} connections`, perSecond, "/s", { atLeast: 3000 }));
    figures.push(figure(`warm invokes, ${label}, share of the bare echo`, (perSecond / barePerSecond) * 100, "%"));
  }
  return figures;
}
