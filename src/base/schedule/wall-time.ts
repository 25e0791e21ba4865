/**
 * Wall times are written as the epoch milliseconds at which a clock in UTC would show them, so that calendar arithmetic
 * needs no time zone.
 */

const HALF_DAY_MS = 43_200_000;
const formats = new Map<string, Intl.DateTimeFormat>();
const FORMATS_MAX = 64;

/** Whether this is the name of a time zone of the IANA database, written as it is written there. */
export function isTimeZone(name: string): boolean {
  // Intl also takes offsets, and names in any case, which the services do not.
  if (/^[+-]/.test(name)) return false;
  try {
    const { timeZone } = new Intl.DateTimeFormat("en-US", { timeZone: name }).resolvedOptions();
    return timeZone === name || timeZone.toLowerCase() !== name.toLowerCase();
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** What the clocks of a time zone show at an instant. */
export function wallTimeAt(instantMs: number, timeZone: string): number {
  if (timeZone === "UTC") return instantMs;
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instantMs)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  const seconds = Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"), part("second"));
  return seconds + (((instantMs % 1000) + 1000) % 1000);
}

/** The first instant at which the clocks show a wall time, or undefined when they skip it. */
export function instantOf(wallMs: number, timeZone: string): number | undefined {
  if (timeZone === "UTC") return wallMs;
  const offsets = [offsetMs(wallMs - HALF_DAY_MS - HALF_DAY_MS, timeZone), offsetMs(wallMs + HALF_DAY_MS, timeZone)];
  const instants = offsets.map((offset) => wallMs - offset).filter((at) => wallTimeAt(at, timeZone) === wallMs);
  return instants.length === 0 ? undefined : Math.min(...instants);
}

/** As `instantOf`, and for a wall time that is skipped the instant that the clocks before the gap would have shown it. */
export function instantNear(wallMs: number, timeZone: string): number {
  return instantOf(wallMs, timeZone) ?? wallMs - offsetMs(wallMs - HALF_DAY_MS - HALF_DAY_MS, timeZone);
}

function offsetMs(instantMs: number, timeZone: string): number {
  return wallTimeAt(instantMs, timeZone) - instantMs;
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  const numeric = "numeric";
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: numeric,
    month: numeric,
    day: numeric,
    hour: numeric,
    minute: numeric,
    second: numeric,
  });
  if (formats.size >= FORMATS_MAX) formats.clear();
  formats.set(timeZone, format);
  return format;
}
