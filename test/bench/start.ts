// Server start (spawn to first accepted request) and idle memory.
import { readFile } from "node:fs/promises";
import { HearthProcess, pause } from "../system/hearth-process.ts";
import { type Figure, figure, quantile } from "./figures.ts";

const SAMPLES = 7;

async function residentMib(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(text)?.[1]) / 1024;
}

export async function startFigures(): Promise<Figure[]> {
  const timesMs: number[] = [];
  const memoryMib: number[] = [];
  for (let n = 0; n < SAMPLES; n++) {
    const startMs = performance.now();
    const hearth = await HearthProcess.start();
    timesMs.push(performance.now() - startMs);
    await pause(2000);
    memoryMib.push(await residentMib(Number((await hearth.serverFile())["pid"])));
    await hearth.dispose();
  }
  return [
    figure("server start to first accepted request, p50", quantile(timesMs, 0.5), "ms", { atMost: 400 }),
    figure("server idle memory, p50", quantile(memoryMib, 0.5), "MB", { atMost: 90 }),
  ];
}
