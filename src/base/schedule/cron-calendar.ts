import type { Cron } from "croner";
import type { CronSchedule, DayRule } from "./schedule.ts";

const calendars = new Map<string, Cron>();
// One holds an array of 10,000 years, about 80 KB.
const CALENDARS_MAX = 32;
const EVERY = "*";

/**
 * The first wall time after another that a cron schedule names, or undefined when there is none.
 *
 * The library walks the calendar, where it is right. It is not asked for what it does otherwise than AWS documents:
 * ranges over the end, `L` as a day of the week and steps from a value (all written out before), years (its own list of
 * them knows no end), and time zones, where it moves what falls into a gap instead of skipping it and runs what is not a
 * single time of day twice when clocks go back.
 */
export async function nextWallTime(schedule: CronSchedule, afterMs: number): Promise<number | undefined> {
  const calendar = await calendarOf(schedule);
  let after = afterMs;
  for (;;) {
    const next = calendar.nextRun(new Date(after))?.getTime();
    if (next === undefined) return undefined;
    const year = new Date(next).getUTCFullYear();
    const named = schedule.years.find((candidate) => candidate >= year);
    if (named === undefined) return undefined;
    if (named === year) return next;
    after = Date.UTC(named, 0, 1) - 1000;
  }
}

async function calendarOf(schedule: CronSchedule): Promise<Cron> {
  const pattern = patternOf(schedule);
  const known = calendars.get(pattern);
  if (known !== undefined) return known;
  const { Cron: Calendar } = await import("croner");
  const calendar = new Calendar(pattern, { mode: "6-part", alternativeWeekdays: true, utcOffset: 0, paused: true });
  if (calendars.size >= CALENDARS_MAX) calendars.clear();
  calendars.set(pattern, calendar);
  return calendar;
}

function patternOf({ minutes, hours, days, months }: CronSchedule): string {
  const [dayOfMonth, dayOfWeek] = daysOf(days);
  return `0 ${minutes.join(",")} ${hours.join(",")} ${dayOfMonth} ${months.join(",")} ${dayOfWeek}`;
}

/** Day of month and day of week; the library takes `*` for either as no condition. */
function daysOf(rule: DayRule): readonly [string, string] {
  switch (rule.kind) {
    case "every-day":
      return [EVERY, EVERY];
    case "days":
      return [rule.days.join(","), EVERY];
    case "last-day":
      return ["L", EVERY];
    case "last-workday":
      return ["LW", EVERY];
    case "nearest-workday":
      return [`${rule.day}W`, EVERY];
    case "weekdays":
      return [EVERY, rule.weekdays.join(",")];
    case "nth-weekday":
      return [EVERY, `${rule.weekday}#${rule.nth}`];
    case "last-weekday":
      break;
  }
  return [EVERY, `${rule.weekday}L`];
}
