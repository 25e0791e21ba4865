// What an idle environment costs: the memory of all its processes, shared pages divided among those who share them.
import { spawn } from "node:child_process";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { descendantsOf } from "../system/footprint.ts";
import { createFunction } from "../system/sdk.ts";
import type { Language } from "./cold.ts";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure } from "./figures.ts";

const ENVIRONMENTS = 40;
const GIB_IN_KIB = 1_048_576;

/** Proportional set size of everything that a process has started, itself left out. */
async function descendantsKib(pid: number): Promise<number> {
  const all = await Promise.all((await descendantsOf(pid)).map(proportionalKib));
  return all.reduce((sum, each) => sum + each, 0);
}

async function proportionalKib(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss: +(\d+)/m.exec(rollup)?.[1] ?? 0);
}

/** What one more idle interpreter costs that runs nothing: the least that an environment can. */
async function bareKib([command]: Language["bare"], runtime: string): Promise<number> {
  const idle = runtime.startsWith("node")
    ? ["-e", "setInterval(() => {}, 1e6)"]
    : ["-c", "import time; time.sleep(60)"];
  const children = Array.from({ length: 4 }, () => spawn(command, idle, { stdio: "ignore", env: {} }));
  await pause(1_500);
  const last = await readFile(`/proc/${children[3]?.pid}/smaps_rollup`, "utf8");
  for (const child of children) child.kill();
  return [...last.matchAll(/^Private_(?:Clean|Dirty): +(\d+)/gm)].reduce((sum, [, kib]) => sum + Number(kib), 0);
}

/** The server must keep no stem cells, which would be counted. */
export async function densityFigures(
  { client, port, pid }: { readonly client: LambdaClient; readonly port: number; readonly pid: number },
  { runtime, files, bare }: Language,
  atLeast: number,
): Promise<Figure[]> {
  const connection = await Connection.open(port);
  const start = async (n: number): Promise<void> => {
    const FunctionName = `idle-${runtime.replace(".", "")}-${n}`;
    await createFunction(client, { FunctionName, Runtime: runtime, Handler: "index.handler", files });
    await connection.send(invokeRequest(FunctionName, "{}"));
  };
  // The first few pay for what all of them share.
  for (let n = 0; n < 10; n++) await start(n);
  await pause(2_500);
  const beforeKib = await descendantsKib(pid);
  for (let n = 10; n < 10 + ENVIRONMENTS; n++) await start(n);
  await pause(2_500); // they are frozen by then
  const eachKib = ((await descendantsKib(pid)) - beforeKib) / ENVIRONMENTS;
  connection.close();
  return [
    figure(
      `memory of one more idle interpreter that runs nothing, ${runtime}`,
      (await bareKib(bare, runtime)) / 1024,
      "MiB",
    ),
    figure(`memory of one more idle environment, ${runtime}`, eachKib / 1024, "MiB"),
    figure(`idle environments per GB, ${runtime}`, GIB_IN_KIB / eachKib, "", { atLeast }),
  ];
}
