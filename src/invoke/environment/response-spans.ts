import type { Clock } from "../../base/index.ts";
import type { Span } from "../facts.ts";

/** When an event was given to its guest and what came of it, in monotonic milliseconds; undefined what has not happened. */
export interface ResponseTimes {
  readonly deliveredMs: number | undefined;
  readonly responseBeganMs: number | undefined;
  readonly answeredMs: number | undefined;
  /** The guest has asked for another event. */
  readonly isDone: boolean;
}

/**
 * The parts of an invocation as `platform.runtimeDone` has them (AWS Lambda Telemetry API, event schema reference): until
 * the first byte of the response, until its last, and until the runtime asked for another event. None without a response.
 */
export function responseSpans(
  { deliveredMs, responseBeganMs, answeredMs, isDone }: ResponseTimes,
  endedMs: number,
  clock: Clock,
): readonly Span[] {
  if (deliveredMs === undefined || responseBeganMs === undefined) return [];
  const respondedMs = Math.min(answeredMs ?? endedMs, endedMs);
  return [
    span("responseLatency", deliveredMs, responseBeganMs, clock),
    span("responseDuration", responseBeganMs, respondedMs, clock),
    ...(isDone ? [span("runtimeOverhead", respondedMs, endedMs, clock)] : []),
  ];
}

/** A part of an invocation between two monotonic times. */
export function span(name: Span["name"], fromMs: number, toMs: number, clock: Clock): Span {
  return {
    name,
    startMs: clock.nowMs() - (clock.monotonicMs() - fromMs),
    durationMs: Math.max(0, toMs - fromMs),
  };
}
