import { nextWallTime } from "./cron-calendar.ts";
import type { CronSchedule, Schedule } from "./schedule.ts";
import { instantNear, instantOf, wallTimeAt } from "./wall-time.ts";

export interface FiringQuery {
  /** Firings at this instant or before are past. Epoch milliseconds. */
  readonly afterMs: number;
  /** An IANA name; scheduled rules have UTC. A rate does not heed it. */
  readonly timeZone: string;
  /** Where a rate counts from: its first firing is one period later. Epoch milliseconds. */
  readonly rateStartMs: number;
}

/**
 * When a schedule fires next, in epoch milliseconds, or undefined when it does not any more.
 *
 * When clocks go forward, a firing at a time that is left out is skipped; when they go back, a time that comes twice
 * fires at its first. A rate is a duration, so its days have 24 hours. Source: "Daylight savings time on EventBridge
 * Scheduler". What `at(...)` does at a time that is left out is not documented; here it fires as if clocks had not moved,
 * since it would not fire at all otherwise.
 */
export async function nextFiring(schedule: Schedule, query: FiringQuery): Promise<number | undefined> {
  switch (schedule.kind) {
    case "rate":
      return nextOfRate(schedule.periodMs, query);
    case "at": {
      const at = instantNear(schedule.wallMs, query.timeZone);
      return at > query.afterMs ? at : undefined;
    }
    case "cron":
      break;
  }
  return await nextOfCron(schedule, query);
}

function nextOfRate(periodMs: number, { afterMs, rateStartMs }: FiringQuery): number {
  const periods = Math.max(1, Math.floor((afterMs - rateStartMs) / periodMs) + 1);
  return rateStartMs + periods * periodMs;
}

async function nextOfCron(schedule: CronSchedule, { afterMs, timeZone }: FiringQuery): Promise<number | undefined> {
  let wall: number | undefined = wallTimeAt(afterMs, timeZone);
  for (;;) {
    wall = await nextWallTime(schedule, wall);
    if (wall === undefined) return undefined;
    const instant = instantOf(wall, timeZone);
    // Left out when clocks went forward; or, where they went back, this is the second time that they show it.
    if (instant !== undefined && instant > afterMs) return instant;
  }
}
