export type { Clock, Timer } from "./clock.ts";
export { systemClock } from "./clock.ts";
export { TestClock } from "./test-clock.ts";
export { randomFrom, seededFractions } from "./seeded-random.ts";
export type { Random } from "./random.ts";
export { giveBackMemory } from "./give-back-memory.ts";
export { naturalOrder } from "./natural-order.ts";
export { systemRandom } from "./random.ts";
export type { Fact, FactFailure } from "./fact-bus.ts";
export { FactBus } from "./fact-bus.ts";
export type { Scope } from "./function-arn.ts";
export { functionArn } from "./function-arn.ts";
export * from "./limits.ts";
export type { ChainedHeader } from "./trace-header.ts";
export { countInLineage, newTraceHeader } from "./trace-header.ts";
export type {
  MessageAttribute,
  OutgoingEvent,
  OutgoingInvocation,
  OutgoingMessage,
  OutgoingNotification,
  OutgoingObject,
  Sender,
  Targets,
} from "./targets.ts";
export { TargetError } from "./targets.ts";
export type { EventPattern } from "./event-pattern/compile-event-pattern.ts";
export { compileEventPattern } from "./event-pattern/compile-event-pattern.ts";
export { EventPatternError } from "./event-pattern/event-pattern-error.ts";
export type { CronSchedule, DayRule, OneTimeSchedule, RateSchedule, Schedule } from "./schedule/schedule.ts";
export { ScheduleSyntaxError } from "./schedule/schedule.ts";
export type { ScheduleGrammar } from "./schedule/parse-schedule.ts";
export { parseSchedule, RULE_GRAMMAR, SCHEDULER_GRAMMAR } from "./schedule/parse-schedule.ts";
export type { FiringQuery } from "./schedule/next-firing.ts";
export { nextFiring } from "./schedule/next-firing.ts";
export { isTimeZone } from "./schedule/wall-time.ts";
export { PreparedEvent } from "./event-pattern/prepared-event.ts";
