/** Which days of a month a cron expression names: its day-of-month or its day-of-week field, whichever is not `?`. */
export type DayRule =
  | { readonly kind: "every-day" }
  | { readonly kind: "days"; readonly days: readonly number[] }
  | { readonly kind: "last-day" }
  | { readonly kind: "last-workday" }
  | { readonly kind: "nearest-workday"; readonly day: number }
  /** Weekdays as AWS counts them: 1 is Sunday, 7 Saturday. */
  | { readonly kind: "weekdays"; readonly weekdays: readonly number[] }
  | { readonly kind: "nth-weekday"; readonly weekday: number; readonly nth: number }
  | { readonly kind: "last-weekday"; readonly weekday: number };

/** `cron(minutes hours day-of-month month day-of-week year)`, every list ascending and without repetition. */
export interface CronSchedule {
  readonly kind: "cron";
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly days: DayRule;
  readonly months: readonly number[];
  readonly years: readonly number[];
}

/** `rate(value unit)`: durations on the clock, whatever the time zone does. */
export interface RateSchedule {
  readonly kind: "rate";
  readonly periodMs: number;
}

/** `at(yyyy-mm-ddThh:mm:ss)`: once, at a wall time (see `wall-time.ts`). */
export interface OneTimeSchedule {
  readonly kind: "at";
  readonly wallMs: number;
}

export type Schedule = CronSchedule | RateSchedule | OneTimeSchedule;

/** An expression that is none; the message names what is wrong with it, for the service to put into its own words. */
export class ScheduleSyntaxError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ScheduleSyntaxError";
  }
}
