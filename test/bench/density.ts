// What an idle environment costs: the memory of all its processes, shared pages divided among those who share them.
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { createFunction } from "../system/sdk.ts";
import type { Language } from "./cold.ts";
import { Connection, invokeRequest } from "./connection.ts";
import { type Figure, figure } from "./figures.ts";

const ENVIRONMENTS = 40;
const GIB_IN_KIB = 1_048_576;

async function parents(): Promise<Map<number, number>> {
  const found = new Map<number, number>();
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => "");
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]);
    if (stat !== "") found.set(Number(name), parent);
  }
  return found;
}

/** Proportional set size of everything that a process has started, itself left out. */
async function descendantsKib(pid: number): Promise<number> {
  const all = await parents();
  const within = (child: number | undefined): boolean =>
    child !== undefined && child !== 0 && (all.get(child) === pid || within(all.get(child)));
  let sum = 0;
  for (const child of all.keys()) {
    if (!within(child)) continue;
    const rollup = await readFile(`/proc/${child}/smaps_rollup`, "utf8").catch(() => "");
    sum += Number(/^Pss: +(\d+)/m.exec(rollup)?.[1] ?? 0);
  }
  return sum;
}

/** The server must keep no stem cells, which would be counted. */
export async function densityFigures(
  { client, port, pid }: { readonly client: LambdaClient; readonly port: number; readonly pid: number },
  { runtime, files }: Language,
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
    figure(`memory of one more idle environment, ${runtime}`, eachKib / 1024, "MiB"),
    figure(`idle environments per GB, ${runtime}`, GIB_IN_KIB / eachKib, "", { atLeast }),
  ];
}
