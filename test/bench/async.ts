import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { scheduler } from "node:timers/promises";
import { systemClock, systemRandom } from "../../src/base/index.ts";
import { openSqlite } from "../../src/store/sqlite/index.ts";
import type { HearthProcess } from "../system/hearth-process.ts";
import { createFunction, lambdaClient } from "../system/sdk.ts";
import { Connection, invokeRequest, lambdaRequest } from "./connection.ts";
import { type Figure, figure, quantile } from "./figures.ts";
import { perSecond } from "./throughput.ts";

/** Events of the backlog; HEARTH_BENCH_BACKLOG=1000000 takes some ten minutes. */
const BACKLOG = Number(process.env["HEARTH_BENCH_BACKLOG"] ?? 20_000);
const LATENCY_SAMPLES = 300;
const THROUGHPUT_MS = 4_000;
const PAYLOAD_BYTES = 1_000;
/** Between two requests of one client that waits, so that the server is idle each time. */
const PAUSE_MS = 5;

/** Tells when it was entered by a line of a file, which the process tier can reach. */
const SOURCE = `
const { appendFileSync } = require("node:fs");
exports.enter = async ({ at }) => {
  appendFileSync(process.env.JOURNAL, at + " " + (performance.timeOrigin + performance.now()) + "\\n");
};
exports.echo = async (event) => event;
`;

function eventRequest(functionName: string, payload: string): Buffer {
  const path = `/2015-03-31/functions/${functionName}/invocations`;
  const text = lambdaRequest("POST", path, payload, "application/octet-stream").toString("latin1");
  return Buffer.from(text.replace("connection: keep-alive", "x-amz-invocation-type: Event\r\nconnection: keep-alive"));
}

function now(): number {
  return performance.timeOrigin + performance.now();
}

/** One client that waits for each answer: how long the 202 takes, and how long it is until the handler is entered. */
async function latencies(port: number, journal: string): Promise<readonly Figure[]> {
  const connection = await Connection.open(port);
  const accepted: number[] = [];
  for (let count = 0; count < LATENCY_SAMPLES; count++) {
    const startMs = now();
    const { status } = await connection.send(eventRequest("enter", JSON.stringify({ at: startMs })));
    if (status !== 202) throw new Error(`status ${status}`);
    accepted.push(now() - startMs);
    await scheduler.wait(PAUSE_MS);
  }
  connection.close();
  while (linesOf(journal).length < LATENCY_SAMPLES) await scheduler.wait(20);
  const entered = linesOf(journal).map((line) => {
    const [at = 0, enteredMs = 0] = line.split(" ").map(Number);
    return enteredMs - at;
  });
  return [
    figure("202, p50", quantile(accepted, 0.5), "ms", { atMost: 4 }),
    figure("202, p99", quantile(accepted, 0.99), "ms"),
    figure("request sent → handler entered, p50", quantile(entered, 0.5), "ms", { atMost: 10 }),
    figure("request sent → handler entered, p99", quantile(entered, 0.99), "ms"),
  ];
}

function linesOf(file: string): string[] {
  return readFileSync(file, "utf8").split("\n").filter(Boolean);
}

function residentMib(pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_024;
}

/** What a former server left, as it would have: written by the store while no server runs. */
async function leaveBacklog(dataFolder: string): Promise<void> {
  const stores = await openSqlite({ folder: join(dataFolder, "database"), clock: systemClock });
  const payload = Buffer.from(JSON.stringify({ text: "x".repeat(PAYLOAD_BYTES) }));
  const nowMs = systemClock.nowMs();
  const state = {
    form: 1,
    qualifier: null,
    traceHeader: "Root=1-0-0",
    tenantId: null,
    attempts: 0,
    failures: 0,
    refusals: 0,
  };
  for (let start = 0; start < BACKLOG; start += 1_000) {
    const batch = Array.from({ length: Math.min(1_000, BACKLOG - start) }, () => ({
      queue: "lambda-event",
      lane: "000000000000/us-east-1/echo",
      id: systemRandom.uuid(),
      visibleAtMs: nowMs,
      state: { ...state, last: null },
      payload,
    }));
    await stores.work.put(batch, nowMs);
  }
  await stores.close();
}

function waiting(dataFolder: string): number {
  const database = new DatabaseSync(join(dataFolder, "database/work.sqlite"), { readOnly: true });
  try {
    return Number(database.prepare("select count(*) as count from work").get()?.["count"]);
  } finally {
    database.close();
  }
}

interface Drained {
  readonly perSecond: number;
  /** Most resident memory of the server in the first and in the last quarter. */
  readonly firstMib: number;
  readonly lastMib: number;
}

/** How fast a server does the backlog that it finds, and what memory that takes. */
async function drain({ dataFolder, child }: HearthProcess): Promise<Drained> {
  const intervalMs = Math.max(250, BACKLOG / 100);
  const startMs = now();
  const resident: number[] = [];
  const before = waiting(dataFolder);
  let left = before;
  for (; left > BACKLOG / 50; left = waiting(dataFolder)) {
    await scheduler.wait(intervalMs);
    resident.push(residentMib(child.pid ?? 0));
  }
  const quarter = Math.ceil(resident.length / 4);
  return {
    perSecond: ((before - left) * 1_000) / (now() - startMs),
    firstMib: Math.max(...resident.slice(0, quarter)),
    lastMib: Math.max(...resident.slice(-quarter)),
  };
}

/** The process tier, whose functions can write to a file of the bench. */
export async function asyncFigures(start: (dataFolder?: string) => Promise<HearthProcess>): Promise<readonly Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), "hearth-bench-async-"));
  const journal = join(folder, "journal");
  writeFileSync(journal, "");
  let hearth = await start();
  try {
    const client = lambdaClient(hearth.endpoint);
    const settings = { Runtime: "nodejs22.x", MemorySize: 1_769, Timeout: 60, files: { "index.js": SOURCE } } as const;
    const Environment = { Variables: { JOURNAL: journal } };
    await createFunction(client, { ...settings, FunctionName: "enter", Handler: "index.enter", Environment });
    await createFunction(client, { ...settings, FunctionName: "echo", Handler: "index.echo" });
    client.destroy();
    const waited = await latencies(hearth.port, journal);
    const payload = JSON.stringify({ text: "x".repeat(PAYLOAD_BYTES) });
    const accepted = await perSecond(hearth.port, eventRequest("echo", payload), THROUGHPUT_MS, 202);
    while (waiting(hearth.dataFolder) > 0) await scheduler.wait(100);
    const synchronous = await perSecond(hearth.port, invokeRequest("echo", payload), THROUGHPUT_MS);
    await hearth.end();
    await leaveBacklog(hearth.dataFolder);
    hearth = await start(hearth.dataFolder);
    const drained = await drain(hearth);
    return [
      ...waited,
      figure("accepted, 16 connections, 1 KB", accepted, "per second", { atLeast: 1_000 }),
      figure("synchronous, 16 connections, 1 KB", synchronous, "per second"),
      figure(`drained, of ${BACKLOG} events`, drained.perSecond, "per second"),
      figure("drained / synchronous", (drained.perSecond / synchronous) * 100, "%", { atLeast: 70 }),
      figure("resident memory, first quarter of the drain", drained.firstMib, "MiB"),
      figure("resident memory, last quarter of the drain", drained.lastMib, "MiB"),
    ];
  } finally {
    await hearth.dispose();
    rmSync(folder, { recursive: true });
  }
}
