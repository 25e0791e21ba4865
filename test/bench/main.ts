// `npm run bench`: what it measures and what it found is in README.md beside this file.
import { existsSync } from "node:fs";
import { readFile, rm } from "node:fs/promises";
import { cpus } from "node:os";
import { join } from "node:path";
import type { StemState } from "../../src/invoke/index.ts";
import { HearthProcess, type HearthOptions } from "../system/hearth-process.ts";
import { createFunction, lambdaClient } from "../system/sdk.ts";
import { asyncFigures } from "./async.ts";
import { BURST, burstFigures } from "./burst.ts";
import { coldFigures, type ColdPlaces, languages } from "./cold.ts";
import { cycleFigures } from "./cycles.ts";
import { controlPlaneFigures } from "./control-plane.ts";
import { densityFigures } from "./density.ts";
import { extremeFigures } from "./extremes.ts";
import { printFigures } from "./figures.ts";
import { javaFigures, prepareJava } from "./java.ts";
import { schedulerFigures } from "./scheduler.ts";
import { skewFigures } from "./skew.ts";
import { queueFigures } from "./queue.ts";
import { sqsFigures } from "./sqs.ts";
import { startFigures } from "./start.ts";
import { warmFigures } from "./warm.ts";

const MODULES = join(import.meta.dirname, "../../node_modules");
const INTERPRETERS = {
  "nodejs20.x": join(MODULES, "runtime-nodejs20/bin/node"),
  "nodejs22.x": join(MODULES, "runtime-nodejs22/bin/node"),
  "nodejs24.x": process.execPath,
  "python3.11": "/usr/bin/python3.11",
};
/** `nobody`: for the rootless tier, when the bench itself runs as root. */
const UNPRIVILEGED_UID = 65_534;

/** A whole virtual CPU: with less, what is measured is the processor share that the function paid for. */
const MEMORY_MIB = 1769;

const NODE_ECHO = {
  MemorySize: MEMORY_MIB,
  Runtime: "nodejs22.x",
  Handler: "index.handler",
  files: { "index.js": "exports.handler = async (event) => event" },
} as const;
const PYTHON_ECHO = {
  MemorySize: MEMORY_MIB,
  Runtime: "python3.11",
  Handler: "index.handler",
  files: { "index.py": "def handler(event, context):\n    return event\n" },
} as const;

interface Tier {
  readonly name: string;
  readonly options: HearthOptions;
}

function tiers(): Tier[] {
  const unisolated: Tier = { name: "process tier", options: { flags: ["--tier", "process"] } };
  if (process.getuid?.() !== 0)
    return [{ name: "rootless namespace tier", options: { flags: ["--tier", "namespace-rootless"] } }, unisolated];
  return [
    { name: "root namespace tier", options: { flags: ["--tier", "namespace-root"] } },
    { name: "rootless namespace tier", options: { flags: ["--tier", "namespace-rootless"], uid: UNPRIVILEGED_UID } },
    unisolated,
  ];
}

/** What the pool of a running server holds, as `hearth status` tells it. */
async function stemState(hearth: HearthProcess): Promise<StemState> {
  const { token } = JSON.parse(await readFile(join(hearth.dataFolder, "server.json"), "utf8")) as { token: string };
  const answer = await fetch(`${hearth.endpoint}/_hearth/status`, { headers: { "x-hearth-token": token } });
  return ((await answer.json()) as { stems: StemState }).stems;
}

async function printCold(
  name: string,
  options: HearthOptions,
  place: NonNullable<ColdPlaces["withPool"]>,
): Promise<void> {
  const hearth = await HearthProcess.start({ ...options, flags: [...(options.flags ?? []), "--stems", "0"] });
  const client = lambdaClient(hearth.endpoint);
  try {
    const withPool = (await place.stems()).max > 0 ? place : undefined;
    printFigures(`Cold, ${name}`, await coldFigures({ withPool, without: { client, port: hearth.port } }, name, found));
  } finally {
    client.destroy();
    await hearth.dispose();
  }
}

const selected = process.argv.slice(2);
const wanted = (part: string): boolean => selected.length === 0 || selected.includes(part);
const found = languages(INTERPRETERS).filter(({ runtime }) =>
  existsSync(INTERPRETERS[runtime as keyof typeof INTERPRETERS]),
);

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? "unknown processor"}`);
if (wanted("start")) printFigures("Server", await startFigures());
for (const { name, options } of tiers()) {
  if (!wanted("warm") && !wanted("cold")) break;
  const hearth = await HearthProcess.start(options);
  const client = lambdaClient(hearth.endpoint);
  try {
    if (wanted("warm")) {
      await createFunction(client, { FunctionName: "node-echo", ...NODE_ECHO });
      await createFunction(client, { FunctionName: "python-echo", ...PYTHON_ECHO });
      printFigures(
        `Warm, ${name}`,
        await warmFigures(hearth.port, { "Node 22": "node-echo", "Python 3.11": "python-echo" }),
      );
    }
    if (wanted("cold")) await printCold(name, options, { client, port: hearth.port, stems: () => stemState(hearth) });
  } finally {
    client.destroy();
    await hearth.dispose();
  }
}

const java = wanted("cold") ? await prepareJava() : undefined;
if (java !== undefined) {
  for (const { name, options } of tiers())
    printFigures(`Cold, Java, ${name}`, await javaFigures(java, name, options, stemState));
  await rm(java.installation, { recursive: true, force: true });
}

if (wanted("queue")) printFigures("Durable queues", await queueFigures());

if (wanted("control-plane")) {
  const hearth = await HearthProcess.start();
  const client = lambdaClient(hearth.endpoint);
  try {
    printFigures("Control plane", await controlPlaneFigures(client, hearth.port));
  } finally {
    client.destroy();
    await hearth.dispose();
  }
}

/** Runs a part of the bench on a server of its own. */
async function onServer(
  options: HearthOptions,
  part: (hearth: HearthProcess, client: ReturnType<typeof lambdaClient>) => Promise<void>,
): Promise<void> {
  const hearth = await HearthProcess.start(options);
  const client = lambdaClient(hearth.endpoint);
  try {
    await part(hearth, client);
  } finally {
    client.destroy();
    await hearth.dispose();
  }
}

for (const { name, options } of tiers()) {
  const flags = options.flags ?? [];
  const sampled = found.filter(({ runtime }) => runtime === "nodejs22.x" || runtime === "python3.11");
  if (wanted("extremes"))
    await onServer(options, async ({ port }, client) => {
      await createFunction(client, { FunctionName: "node-echo", ...NODE_ECHO });
      await createFunction(client, { FunctionName: "python-echo", ...PYTHON_ECHO });
      printFigures(`Extremes, ${name}`, [
        ...(await extremeFigures(port, "Node 22", "node-echo")),
        ...(await extremeFigures(port, "Python 3.11", "python-echo")),
      ]);
    });
  for (const language of sampled) {
    if (wanted("density"))
      await onServer({ ...options, flags: [...flags, "--stems", "0"] }, async ({ port, child }, client) => {
        const atLeast = language.runtime === "python3.11" ? 250 : 150;
        const place = { client, port, pid: child.pid ?? 0 };
        printFigures(`Density, ${language.runtime}, ${name}`, await densityFigures(place, language, atLeast));
      });
    // The process tier has no pool.
    if (wanted("burst") && !flags.includes("process"))
      await onServer({ ...options, flags: [...flags, "--stems", String(BURST)] }, async (hearth, client) => {
        const place = { client, port: hearth.port, stems: () => stemState(hearth) };
        printFigures(`Burst, ${language.runtime}, ${name}`, await burstFigures(place, language));
      });
  }
}

if (wanted("scheduler"))
  await onServer({}, async (hearth) => {
    printFigures("Scheduler", await schedulerFigures(hearth));
  });

if (wanted("skew"))
  await onServer({}, async ({ port }, client) => {
    printFigures("Skewed load", await skewFigures(client, port));
  });

if (wanted("sqs"))
  await onServer({}, async ({ port }) => {
    printFigures("SQS", await sqsFigures(port));
  });
if (wanted("async")) {
  const flags = ["--tier", "process"];
  const startOn = (dataFolder?: string): Promise<HearthProcess> =>
    HearthProcess.start({ flags, ...(dataFolder === undefined ? {} : { dataFolder }) });
  printFigures("Asynchronous invocation, process tier", await asyncFigures(startOn));
}

// Only when asked for: it takes ten minutes.
if (selected.includes("cycles"))
  await onServer({ flags: ["--stems", "0"] }, async (hearth, client) => {
    printFigures("Cycles", await cycleFigures(hearth, client));
  });
