import { nextFiring, parseSchedule, type Random, SCHEDULER_GRAMMAR } from "../../../base/index.ts";
import type { ScheduleRecord } from "./schedule-record.ts";

type Timing = Pick<ScheduleRecord, "expression" | "timeZone" | "startMs" | "endMs" | "rateStartMs">;

/** What a cron expression names next is asked by all schedules of that expression at once. */
const cronTimes = new Map<string, Promise<number | undefined>>();
const CRON_TIMES_MAX = 1_000;

/**
 * When a schedule is due next, after an instant, in epoch milliseconds, or undefined when it is complete. The first firing
 * of a rate is at its start. A start and an end do not count for a one-time schedule, as the API reference says.
 */
export async function nextDue(timing: Timing, afterMs: number): Promise<number | undefined> {
  const { expression, startMs, endMs } = timing;
  const timeZone = timing.timeZone ?? "UTC";
  if (expression.startsWith("at(")) return await nextFiring(parse(expression), { afterMs, timeZone, rateStartMs: 0 });
  const fromMs = startMs === null ? afterMs : Math.max(afterMs, startMs - 1);
  const dueMs = expression.startsWith("rate(")
    ? await nextOfRate(timing, fromMs)
    : await nextOfCron(expression, timeZone, fromMs);
  return dueMs !== undefined && endMs !== null && dueMs > endMs ? undefined : dueMs;
}

async function nextOfRate({ expression, rateStartMs }: Timing, afterMs: number): Promise<number | undefined> {
  const schedule = parse(expression);
  const periodMs = schedule.kind === "rate" ? schedule.periodMs : 0;
  return await nextFiring(schedule, { afterMs, timeZone: "UTC", rateStartMs: rateStartMs - periodMs });
}

function nextOfCron(expression: string, timeZone: string, afterMs: number): Promise<number | undefined> {
  const key = `${expression} ${timeZone} ${afterMs}`;
  const known = cronTimes.get(key);
  if (known !== undefined) return known;
  const found = nextFiring(parse(expression), { afterMs, timeZone, rateStartMs: 0 });
  if (cronTimes.size >= CRON_TIMES_MAX) cronTimes.clear();
  cronTimes.set(key, found);
  return found;
}

function parse(expression: string): ReturnType<typeof parseSchedule> {
  return parseSchedule(expression, SCHEDULER_GRAMMAR);
}

/** When a firing that is due is begun: at a moment of the flexible time window, or at once. */
export function fireTime(dueMs: number, windowMinutes: number, random: Random): number {
  return windowMinutes === 0 ? dueMs : dueMs + Math.floor(random.fraction() * windowMinutes * 60_000);
}
