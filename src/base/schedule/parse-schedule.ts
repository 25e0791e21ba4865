import { parseCron } from "./parse-cron.ts";
import { type OneTimeSchedule, type RateSchedule, type Schedule, ScheduleSyntaxError } from "./schedule.ts";

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** What differs between the services that take schedule expressions. */
export interface ScheduleGrammar {
  /** Scheduled rules want `1 minute` and `5 minutes`; EventBridge Scheduler takes either form after any number. */
  readonly anyPlural: boolean;
  /** Only EventBridge Scheduler has `at(...)`. */
  readonly oneTime: boolean;
}

/** The expressions of EventBridge Scheduler. */
export const SCHEDULER_GRAMMAR: ScheduleGrammar = { anyPlural: true, oneTime: true };
/** The expressions of scheduled rules of EventBridge. */
export const RULE_GRAMMAR: ScheduleGrammar = { anyPlural: false, oneTime: false };

/** Reads `rate(...)`, `cron(...)` or `at(...)`. Throws `ScheduleSyntaxError`. */
export function parseSchedule(expression: string, grammar: ScheduleGrammar): Schedule {
  const call = /^(rate|cron|at)\(([^()]*)\)$/.exec(expression);
  const [, kind = "", body = ""] = call ?? [];
  if (kind === "rate") return parseRate(body, grammar);
  if (kind === "cron") return parseCron(body);
  if (kind === "at" && grammar.oneTime) return parseAt(body);
  const forms = grammar.oneTime ? "rate(...), cron(...) or at(...)" : "rate(...) or cron(...)";
  throw new ScheduleSyntaxError(`a schedule is ${forms}`);
}

function parseRate(body: string, grammar: ScheduleGrammar): RateSchedule {
  const parts = /^\s*(\d{1,9})\s+(minute|hour|day)(s?)\s*$/.exec(body);
  const [, digits = "", unit = "", plural = ""] = parts ?? [];
  const value = Number(digits);
  const unitMs = UNIT_MS[unit];
  if (unitMs === undefined || value < 1)
    throw new ScheduleSyntaxError("a rate is a positive number and minutes, hours or days");
  if (!grammar.anyPlural && (value === 1) === (plural === "s"))
    throw new ScheduleSyntaxError("a rate of 1 has its unit in the singular, any other in the plural");
  return { kind: "rate", periodMs: value * unitMs };
}

function parseAt(body: string): OneTimeSchedule {
  const wall = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(body) ? Date.parse(`${body}Z`) : Number.NaN;
  // Date.parse takes 24:00:00 and, in some versions, the 31st of every month; such a time does not read back the same.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 19) !== body)
    throw new ScheduleSyntaxError("a one-time schedule is at(yyyy-mm-ddThh:mm:ss), and a time that exists");
  return { kind: "at", wallMs: wall };
}
