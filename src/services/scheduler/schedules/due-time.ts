import { nextFiring, parseSchedule, type Random, SCHEDULER_GRAMMAR } from "../../../base/index.ts";
import type { ScheduleRecord } from "./schedule-record.ts";

type Timing = Pick<ScheduleRecord, "expression" | "timeZone" | "startMs" | "endMs" | "rateStartMs">;

/**
 * When a schedule is due next, after an instant, in epoch milliseconds, or undefined when it is complete. The first firing
 * of a rate is at its start. A start and an end do not count for a one-time schedule, as the API reference says.
 */
export async function nextDue(timing: Timing, afterMs: number): Promise<number | undefined> {
  const schedule = parseSchedule(timing.expression, SCHEDULER_GRAMMAR);
  const timeZone = timing.timeZone ?? "UTC";
  if (schedule.kind === "at") return await nextFiring(schedule, { afterMs, timeZone, rateStartMs: 0 });
  const fromMs = timing.startMs === null ? afterMs : Math.max(afterMs, timing.startMs - 1);
  const rateStartMs = schedule.kind === "rate" ? timing.rateStartMs - schedule.periodMs : 0;
  const dueMs = await nextFiring(schedule, { afterMs: fromMs, timeZone, rateStartMs });
  return dueMs !== undefined && timing.endMs !== null && dueMs > timing.endMs ? undefined : dueMs;
}

/** When a firing that is due is begun: at a moment of the flexible time window, or at once. */
export function fireTime(dueMs: number, windowMinutes: number, random: Random): number {
  return windowMinutes === 0 ? dueMs : dueMs + Math.floor(random.fraction() * windowMinutes * 60_000);
}
