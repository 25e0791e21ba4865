import { type FieldDomain, parseField, parseValue } from "./cron-field.ts";
import { type CronSchedule, type DayRule, ScheduleSyntaxError } from "./schedule.ts";

const MONTH_NAMES = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAY_NAMES = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

const MINUTES: FieldDomain = { name: "minutes", min: 0, max: 59, cyclic: true };
const HOURS: FieldDomain = { name: "hours", min: 0, max: 23, cyclic: true };
const DAY_OF_MONTH: FieldDomain = { name: "day-of-month", min: 1, max: 31, cyclic: true };
const MONTH: FieldDomain = { name: "month", min: 1, max: 12, names: numbered(MONTH_NAMES), cyclic: true };
const DAY_OF_WEEK: FieldDomain = { name: "day-of-week", min: 1, max: 7, names: numbered(WEEKDAY_NAMES), cyclic: true };
const YEAR: FieldDomain = { name: "year", min: 1970, max: 2199, cyclic: false };
const SATURDAY = 7;
const WEEKS_MAX = 5;

/**
 * Reads the six fields of `cron(...)`. Throws `ScheduleSyntaxError`. Source: "Cron expressions reference" of the
 * EventBridge user guide, and "Cron-based schedules" of the EventBridge Scheduler guide.
 */
export function parseCron(text: string): CronSchedule {
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year, ...rest] = text.trim().split(/\s+/);
  if (!minutes || !hours || !dayOfMonth || !month || !dayOfWeek || !year || rest.length > 0)
    throw new ScheduleSyntaxError("cron has six fields: minutes, hours, day-of-month, month, day-of-week and year");
  return {
    kind: "cron",
    minutes: parseField(minutes, MINUTES),
    hours: parseField(hours, HOURS),
    days: parseDays(dayOfMonth, dayOfWeek),
    months: parseField(month, MONTH),
    years: parseField(year, YEAR),
  };
}

function parseDays(dayOfMonth: string, dayOfWeek: string): DayRule {
  if (dayOfWeek === "?" && dayOfMonth !== "?") return parseDayOfMonth(dayOfMonth);
  if (dayOfMonth === "?" && dayOfWeek !== "?") return parseDayOfWeek(dayOfWeek);
  throw new ScheduleSyntaxError("one of day-of-month and day-of-week is ?, and the other is not");
}

function parseDayOfMonth(text: string): DayRule {
  const upper = text.toUpperCase();
  if (upper === "*") return { kind: "every-day" };
  if (upper === "L") return { kind: "last-day" };
  if (upper === "LW" || upper === "WL") return { kind: "last-workday" };
  if (upper.endsWith("W")) return { kind: "nearest-workday", day: parseValue(upper.slice(0, -1), DAY_OF_MONTH) };
  return { kind: "days", days: parseField(upper, DAY_OF_MONTH) };
}

function parseDayOfWeek(text: string): DayRule {
  const upper = text.toUpperCase();
  if (upper === "*") return { kind: "every-day" };
  // The last day of the week.
  if (upper === "L") return { kind: "weekdays", weekdays: [SATURDAY] };
  if (upper.endsWith("L")) return { kind: "last-weekday", weekday: parseValue(upper.slice(0, -1), DAY_OF_WEEK) };
  const hash = upper.indexOf("#");
  if (hash < 0) return { kind: "weekdays", weekdays: parseField(upper, DAY_OF_WEEK) };
  const nth = { name: "the number after #", min: 1, max: WEEKS_MAX, cyclic: false };
  return {
    kind: "nth-weekday",
    weekday: parseValue(upper.slice(0, hash), DAY_OF_WEEK),
    nth: parseValue(upper.slice(hash + 1), nth),
  };
}

function numbered(names: readonly string[]): Readonly<Record<string, number>> {
  return Object.fromEntries(names.map((name, index) => [name, index + 1]));
}
