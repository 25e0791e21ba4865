// What is far from the usual: the largest payloads, and an environment that was frozen.
import { setTimeout as pause } from "node:timers/promises";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";

/** Six megabytes of JSON text, quotes included, are the most that an event may have. */
const LARGEST = JSON.stringify("x".repeat(6 * 1024 * 1024 - 2));
/** Environments are frozen after a second of idleness. */
const FROZEN_AFTER_MS = 1_600;

async function timeMs(connection: Connection, request: Buffer): Promise<number> {
  const startMs = performance.now();
  const { status, body } = await connection.send(request);
  if (status !== 200) throw new Error(`status ${status}: ${body.toString("utf8", 0, 200)}`);
  return performance.now() - startMs;
}

/** `functionName` is an echo function. */
export async function extremeFigures(port: number, label: string, functionName: string): Promise<Figure[]> {
  const connection = await Connection.open(port);
  const small = invokeRequest(functionName, "{}");
  const large = invokeRequest(functionName, LARGEST);
  const warmMs: number[] = [];
  for (let n = 0; n < 200; n++) warmMs.push(await timeMs(connection, small));
  const thawedMs: number[] = [];
  for (let n = 0; n < 12; n++) {
    await pause(FROZEN_AFTER_MS);
    thawedMs.push(await timeMs(connection, small));
  }
  const largeMs: number[] = [];
  for (let n = 0; n < 15; n++) largeMs.push(await timeMs(connection, large));
  connection.close();
  const overMs = quantile(thawedMs, 0.5) - quantile(warmMs, 0.5);
  return [
    figure(`frozen environment invoked, ${label}, over warm, p50`, overMs, "ms", { atMost: 2 }),
    figure(`6 MB there and back, ${label}, p50`, quantile(largeMs, 0.5), "ms", { atMost: 60 }),
  ];
}
