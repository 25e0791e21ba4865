import type { SchemaVersion, Subscription, TelemetryType } from "../../runtime-api/index.ts";
import type { InvokeFact } from "../facts.ts";
import { platformRecord } from "../logs/log-json.ts";

/** Events of the Telemetry API that the Logs API does not have. */
const NEW_EVENTS: ReadonlySet<string> = new Set([
  "platform.initStart",
  "platform.initRuntimeDone",
  "platform.initReport",
  "platform.telemetrySubscription",
]);
/** The other way round. A message of the platform is a `platform.fault` there. */
const OLD_EVENTS: ReadonlySet<string> = new Set(["platform.end", "platform.message", "platform.logsSubscription"]);

/** Which of the three kinds of events a fact is. */
export function telemetryType(fact: InvokeFact): TelemetryType {
  return fact.type === "function" || fact.type === "extension" ? fact.type : "platform";
}

/**
 * A fact as the JSON text of an event, in the form of a subscription's API and schema; undefined when that has no such
 * event (AWS Lambda Telemetry API and Logs API, event schema references).
 */
export function telemetryEvent(fact: InvokeFact, { api, schemaVersion }: Subscription): string | undefined {
  if ((api === "logs" ? NEW_EVENTS : OLD_EVENTS).has(fact.type)) return undefined;
  if (fact.type === "platform.runtimeDone" && schemaVersion === "2020-08-15") return undefined;
  const type = fact.type === "platform.message" ? "platform.fault" : fact.type;
  return JSON.stringify({ time: new Date(fact.timeMs).toISOString(), type, record: record(fact, schemaVersion) });
}

function record(fact: InvokeFact, version: SchemaVersion): unknown {
  if (fact.type === "function" || fact.type === "extension")
    return isStructured(version) ? structured(fact.message, fact) : fact.message;
  if (fact.type === "platform.message") return fact.message.trimEnd();
  if (fact.type === "platform.runtimeDone" && version === "2021-03-18")
    return { requestId: fact.requestId, status: fact.status };
  return platformRecord(fact);
}

/** From this version on, what a function with the JSON log format prints is sent as the object that it is. */
function isStructured(version: SchemaVersion): boolean {
  return version === "2022-12-13" || version === "2025-01-29";
}

function structured(message: string, { environment }: InvokeFact): unknown {
  if (environment.spec.logging.format !== "JSON" || !message.startsWith("{")) return message;
  try {
    return JSON.parse(message);
  } catch {
    return message; // it only looks like an object
  }
}
