import { isTimeZone, parseSchedule, SCHEDULER_GRAMMAR, ScheduleSyntaxError } from "../../../base/index.ts";
import type { SchedulerModel } from "../../../wire/index.ts";
import { schedulerError } from "../errors.ts";
import { checkTarget } from "../targets/check-target.ts";
import type { ScheduleSettings } from "./schedule-record.ts";

const START_AGE_MS_MAX = 300_000;

/**
 * What a request of CreateSchedule or UpdateSchedule asks for. Throws `ValidationException`.
 *
 * @param formerStartMs a start date that the schedule has had already, and which may have passed since
 */
export function settingsOf(
  input: SchedulerModel.CreateScheduleInput,
  nowMs: number,
  formerStartMs: number | null,
): ScheduleSettings {
  checkExpression(input);
  checkDates(input, nowMs, formerStartMs);
  checkTarget(input.Target);
  return {
    description: input.Description ?? null,
    expression: input.ScheduleExpression,
    timeZone: input.ScheduleExpressionTimezone ?? null,
    startMs: input.StartDate?.getTime() ?? null,
    endMs: input.EndDate?.getTime() ?? null,
    windowMinutes: windowMinutes(input.FlexibleTimeWindow),
    state: input.State ?? "ENABLED",
    actionAfterCompletion: input.ActionAfterCompletion ?? "NONE",
    kmsKeyArn: input.KmsKeyArn ?? null,
    target: withDefaults(input.Target),
  };
}

function checkExpression({ ScheduleExpression, ScheduleExpressionTimezone }: SchedulerModel.CreateScheduleInput): void {
  try {
    parseSchedule(ScheduleExpression, SCHEDULER_GRAMMAR);
  } catch (error) {
    if (!(error instanceof ScheduleSyntaxError)) throw error;
    throw schedulerError("bad-expression", { expression: ScheduleExpression }, error);
  }
  if (ScheduleExpressionTimezone !== undefined && !isTimeZone(ScheduleExpressionTimezone))
    throw schedulerError("bad-time-zone", { timeZone: ScheduleExpressionTimezone });
}

function checkDates(
  { StartDate, EndDate }: SchedulerModel.CreateScheduleInput,
  nowMs: number,
  formerStartMs: number | null,
): void {
  const startMs = StartDate?.getTime();
  if (startMs !== undefined && startMs !== formerStartMs && startMs < nowMs - START_AGE_MS_MAX)
    throw schedulerError("start-in-the-past");
  if (startMs !== undefined && EndDate !== undefined && startMs >= EndDate.getTime())
    throw schedulerError("end-before-start");
}

function windowMinutes({ Mode, MaximumWindowInMinutes }: SchedulerModel.FlexibleTimeWindow): number {
  if (Mode === "OFF") {
    if (MaximumWindowInMinutes !== undefined) throw schedulerError("window-off-with-minutes");
    return 0;
  }
  if (MaximumWindowInMinutes === undefined) throw schedulerError("window-needs-minutes");
  return MaximumWindowInMinutes;
}

/** The retry policy is answered whether it was given or not. */
function withDefaults(target: SchedulerModel.Target): SchedulerModel.Target {
  const { MaximumEventAgeInSeconds = 86_400, MaximumRetryAttempts = 185 } = target.RetryPolicy ?? {};
  return { ...target, RetryPolicy: { MaximumEventAgeInSeconds, MaximumRetryAttempts } };
}
