import type { InvokeFact } from "../facts.ts";

type FactOf<T extends InvokeFact["type"]> = Extract<InvokeFact, { readonly type: T }>;

/**
 * A fact as the text log shows it: the messages of zero or more log events, each with its final newline. Texts and tabs
 * are those of AWS Lambda, which log parsers match literally.
 */
export function renderText(fact: InvokeFact): string[] {
  switch (fact.type) {
    case "platform.initStart":
      return fact.phase === "init" ? [initStart(fact)] : [];
    case "platform.initReport":
      return fact.status === "success" && isOnDemand(fact) ? [] : [initReport(fact)];
    case "platform.start":
      return [`START RequestId: ${fact.requestId} Version: ${fact.environment.spec.version}\n`];
    case "platform.end":
      return [`END RequestId: ${fact.requestId}\n`];
    case "platform.report":
      return [report(fact)];
    case "platform.message":
    case "function":
    case "extension":
      return [`${fact.message}\n`];
    case "platform.extension":
      return [extension(fact)];
    case "platform.telemetrySubscription":
    case "platform.logsSubscription":
      return [subscription(fact)];
    case "platform.logsDropped":
      return [logsDropped(fact)];
    case "platform.initRuntimeDone":
    case "platform.runtimeDone":
    default:
      return [];
  }
}

function extension({ name, state, events, errorType }: FactOf<"platform.extension">): string {
  const type = errorType === undefined ? "" : `\tError Type: ${errorType}`;
  return `EXTENSION\tName: ${name}\tState: ${state}\tEvents: [${events.join(", ")}]${type}\n`;
}

function subscription(fact: FactOf<"platform.telemetrySubscription" | "platform.logsSubscription">): string {
  const api = fact.type === "platform.logsSubscription" ? "LOGS" : "TELEMETRY";
  const types = fact.types.map((type) => `${type.slice(0, 1).toUpperCase()}${type.slice(1)}`);
  return `${api}\tName: ${fact.name}\tState: ${fact.state}\tTypes: [${types.join(", ")}]\n`;
}

function logsDropped({ droppedRecords, droppedBytes, reason }: FactOf<"platform.logsDropped">): string {
  return `LOGS_DROPPED\tDropped Records: ${droppedRecords}\tDropped Bytes: ${droppedBytes}\tReason: ${reason}\n`;
}

function initStart(fact: FactOf<"platform.initStart">): string {
  return `INIT_START Runtime Version: ${fact.environment.spec.runtime.version}\tRuntime Version ARN: ${runtimeArn(fact)}\n`;
}

/** The ARN of the runtime version; the account part is empty, as AWS owns it. */
export function runtimeArn(fact: InvokeFact): string {
  const { scope, runtime } = fact.environment.spec;
  return `arn:aws:lambda:${scope.region}::runtime:${runtime.versionHash}`;
}

/** On-demand environments tell of their initialisation in their first REPORT, the others in a line of its own. */
function isOnDemand({ environment }: InvokeFact): boolean {
  return (environment.initialization ?? "on-demand") === "on-demand";
}

function initReport(fact: FactOf<"platform.initReport">): string {
  const end = fact.status === "success" ? "" : failure(fact);
  return `INIT_REPORT Init Duration: ${fact.durationMs.toFixed(2)} ms\tPhase: ${fact.phase}${end}\n`;
}

function failure(fact: FactOf<"platform.initReport"> | FactOf<"platform.report">): string {
  const type = fact.errorType === undefined ? "" : `\tError Type: ${fact.errorType}`;
  return `\tStatus: ${fact.status}${type}`;
}

function report(fact: FactOf<"platform.report">): string {
  const init = fact.initDurationMs === undefined ? "" : `\tInit Duration: ${fact.initDurationMs.toFixed(2)} ms`;
  const end = fact.status === "success" ? "\t" : failure(fact);
  return (
    `REPORT RequestId: ${fact.requestId}\tDuration: ${fact.durationMs.toFixed(2)} ms` +
    `\tBilled Duration: ${fact.billedDurationMs} ms\tMemory Size: ${fact.memorySizeMib} MB` +
    `\tMax Memory Used: ${fact.maxMemoryUsedMib} MB${init}${end}\n${xray(fact.traceId)}`
  );
}

/** The second line of a traced invocation's report, part of the same log event. */
function xray(traceId: string | undefined): string {
  if (traceId === undefined || !traceId.includes("Sampled=1")) return "";
  const root = /Root=([^;]+)/.exec(traceId)?.[1] ?? "";
  const segment = /Parent=([^;]+)/.exec(traceId)?.[1] ?? "";
  return `XRAY TraceId: ${root}\tSegmentId: ${segment}\tSampled: true\t\n`;
}
