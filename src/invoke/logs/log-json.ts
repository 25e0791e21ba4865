import type { InitializationType, InvokeFact, Span } from "../facts.ts";
import type { LogLevel } from "../launch-spec.ts";
import { runtimeArn } from "./log-lines.ts";

const RANKS: Readonly<Record<LogLevel, number>> = { TRACE: 0, DEBUG: 1, INFO: 2, WARN: 3, ERROR: 4, FATAL: 5 };

function isLevel(value: unknown): value is LogLevel {
  return typeof value === "string" && Object.hasOwn(RANKS, value);
}

/**
 * A fact as the JSON log shows it: one log event with its final newline, or undefined when the level filters of the
 * function leave it out. Platform events have the form of the Telemetry API.
 */
export function renderJson(fact: InvokeFact): string | undefined {
  const { applicationLevel, systemLevel } = fact.environment.spec.logging;
  if (fact.type === "function" || fact.type === "extension")
    return functionLine(fact.message, fact.timeMs, applicationLevel ?? "INFO");
  const level = platformLevel(fact);
  if (level === undefined || RANKS[level] < RANKS[systemLevel ?? "INFO"]) return undefined;
  return `${JSON.stringify({ time: isoTime(fact.timeMs), type: fact.type, record: platformRecord(fact) })}\n`;
}

/** Undefined for what has no JSON form. */
function platformLevel(fact: InvokeFact): LogLevel | undefined {
  switch (fact.type) {
    case "platform.initStart":
      return fact.phase === "init" ? "INFO" : "DEBUG";
    case "platform.start":
      return "INFO";
    case "platform.initRuntimeDone":
    case "platform.runtimeDone":
      return fact.status === "success" ? "DEBUG" : "WARN";
    case "platform.initReport":
      if (fact.status !== "success") return "WARN";
      return initializationType(fact) === "on-demand" ? "DEBUG" : "INFO";
    case "platform.report":
      return fact.status === "success" ? "INFO" : "WARN";
    case "platform.telemetrySubscription":
    case "platform.logsSubscription":
      return "INFO";
    case "platform.logsDropped":
      return "WARN";
    case "platform.extension":
      return fact.errorType === undefined ? "INFO" : "WARN";
    case "platform.end":
    case "platform.message":
    case "function":
    case "extension":
    default:
      return undefined;
  }
}

function initializationType({ environment }: InvokeFact): InitializationType {
  return environment.initialization ?? "on-demand";
}

function isoTime(timeMs: number): string {
  return new Date(timeMs).toISOString();
}

function tracing(traceId: string | undefined): Record<string, unknown> {
  return traceId === undefined ? {} : { tracing: { type: "X-Amzn-Trace-Id", value: traceId } };
}

function tenant({ tenantId }: { readonly tenantId?: string }): Record<string, unknown> {
  return tenantId === undefined ? {} : { tenantId };
}

function outcome(fact: { readonly status: string; readonly errorType?: string }): Record<string, unknown> {
  return fact.errorType === undefined ? { status: fact.status } : { status: fact.status, errorType: fact.errorType };
}

/** Two decimals, as everywhere on the platform. */
function rounded(durationMs: number): number {
  return Number(durationMs.toFixed(2));
}

/** The `record` of a platform event, with the members and names of the Telemetry API's schema. */
export function platformRecord(fact: InvokeFact): Record<string, unknown> {
  const { spec, logStream } = fact.environment;
  switch (fact.type) {
    case "platform.initStart":
      return {
        initializationType: initializationType(fact),
        phase: fact.phase,
        runtimeVersion: spec.runtime.version,
        runtimeVersionArn: runtimeArn(fact),
        functionName: spec.functionName,
        functionVersion: spec.version,
        instanceId: logStream,
        instanceMaxMemory: spec.memoryMib * 1_048_576,
      };
    case "platform.initRuntimeDone":
      return { initializationType: initializationType(fact), phase: fact.phase, ...outcome(fact) };
    case "platform.initReport":
      return {
        initializationType: initializationType(fact),
        phase: fact.phase,
        ...outcome(fact),
        metrics: { durationMs: rounded(fact.durationMs) },
      };
    case "platform.start":
      return { requestId: fact.requestId, version: spec.version, ...tracing(fact.traceId), ...tenant(fact) };
    case "platform.runtimeDone": {
      const metrics = { durationMs: rounded(fact.durationMs), producedBytes: fact.producedBytes };
      const spans = fact.spans === undefined ? {} : { spans: fact.spans.map(span) };
      return {
        requestId: fact.requestId,
        ...outcome(fact),
        ...tracing(fact.traceId),
        ...spans,
        metrics,
        ...tenant(fact),
      };
    }
    case "platform.report":
      return {
        requestId: fact.requestId,
        metrics: reportMetrics(fact),
        ...(fact.spans === undefined ? {} : { spans: fact.spans.map(span) }),
        ...tracing(fact.traceId),
        ...outcome(fact),
      };
    case "platform.telemetrySubscription":
    case "platform.logsSubscription":
      return { name: fact.name, state: fact.state, types: fact.types };
    case "platform.logsDropped":
      return { droppedBytes: fact.droppedBytes, droppedRecords: fact.droppedRecords, reason: fact.reason };
    case "platform.end":
      return { requestId: fact.requestId };
    case "platform.extension": {
      const { name, state, events, errorType } = fact;
      return { name, state, events, ...(errorType === undefined ? {} : { errorType }) };
    }
    case "platform.message":
    case "function":
    case "extension":
    default:
      return { message: fact.message };
  }
}

function span({ name, startMs, durationMs }: Span): Record<string, unknown> {
  return { name, start: isoTime(startMs), durationMs: rounded(durationMs) };
}

function reportMetrics(fact: Extract<InvokeFact, { type: "platform.report" }>): Record<string, unknown> {
  return {
    durationMs: rounded(fact.durationMs),
    billedDurationMs: fact.billedDurationMs,
    memorySizeMB: fact.memorySizeMib,
    maxMemoryUsedMB: fact.maxMemoryUsedMib,
    ...(fact.initDurationMs === undefined ? {} : { initDurationMs: rounded(fact.initDurationMs) }),
  };
}

const RFC3339 = /^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/;

/**
 * A line of the function itself. Only JSON objects are filtered; one without a level or a valid time counts as INFO, now.
 * Lines that are no JSON object are kept as they are.
 */
function functionLine(message: string, timeMs: number, least: LogLevel): string | undefined {
  if (!message.startsWith("{")) return `${message}\n`;
  let parsed: unknown;
  try {
    parsed = JSON.parse(message);
  } catch {
    return `${message}\n`;
  }
  const entry = parsed as Record<string, unknown>;
  const { level, timestamp } = entry;
  const isComplete = isLevel(level) && typeof timestamp === "string" && RFC3339.test(timestamp);
  if (isComplete) return RANKS[level] < RANKS[least] ? undefined : `${message}\n`;
  if (RANKS.INFO < RANKS[least]) return undefined;
  return `${JSON.stringify({ timestamp: isoTime(timeMs), level: "INFO", ...withoutStamp(entry) })}\n`;
}

/** The entry without members that are about to be stamped, unless they hold something else that is worth keeping. */
function withoutStamp(entry: Record<string, unknown>): Record<string, unknown> {
  const { level: _level, timestamp, ...rest } = entry;
  return typeof timestamp === "string" && RFC3339.test(timestamp) ? { ...rest, timestamp } : rest;
}
