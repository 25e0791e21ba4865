// Ten thousand environments made, used and destroyed: what is left of them.
import type { LambdaClient } from "@aws-sdk/client-lambda";
import { runCycles, settledFootprint } from "../system/cycles.ts";
import { residentKib } from "../system/footprint.ts";
import { type HearthProcess, pause } from "../system/hearth-process.ts";
import { type Figure, figure } from "./figures.ts";

const CYCLES = 10_000;
/** A server that nobody asks for anything gives back what a busy time has left, within so long. */
const QUIET_MS = 125_000;
/** The heap has its usual size by then. */
const FIRST = 500;

export async function cycleFigures(hearth: HearthProcess, client: LambdaClient): Promise<Figure[]> {
  await runCycles(client, FIRST);
  const before = await settledFootprint(hearth);
  await pause(QUIET_MS);
  const beforeKib = await residentKib(hearth);
  const startMs = performance.now();
  await runCycles(client, CYCLES);
  const perSecond = (CYCLES * 1_000) / (performance.now() - startMs);
  const after = await settledFootprint(hearth);
  const left = (Object.keys(before) as (keyof typeof before)[]).map((name) =>
    figure(`${CYCLES} cycles, ${name} left`, after[name] - before[name], "", { atMost: 0 }),
  );
  await pause(QUIET_MS);
  const grownMib = ((await residentKib(hearth)) - beforeKib) / 1024;
  return [
    figure(`${CYCLES} cycles of create, invoke, delete, four at once`, perSecond, "/s"),
    ...left,
    figure(`${CYCLES} cycles, resident memory gained, two minutes later`, grownMib, "MiB"),
  ];
}
