import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { SchemaVersion, Subscription } from "../../runtime-api/index.ts";
import type { InvokeFact } from "../facts.ts";
import type { LogFormat } from "../launch-spec.ts";
import { makeSpec } from "../testing/bench-setup.ts";
import { telemetryEvent } from "./telemetry-event.ts";

type Bare<F> = F extends InvokeFact ? Omit<F, "environment" | "timeMs"> : never;

const folder = mkdtempSync(join(tmpdir(), "hearth-events-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const LOGS: readonly SchemaVersion[] = ["2020-08-15", "2021-03-18"];

function event(bare: Bare<InvokeFact>, schemaVersion: SchemaVersion, format: LogFormat = "Text"): unknown {
  const logging = { group: "/aws/lambda/fn", format, applicationLevel: undefined, systemLevel: undefined };
  const environment = { spec: makeSpec(folder, { spec: { logging } }), environmentId: "e", logStream: "s" };
  const subscription: Subscription = {
    api: LOGS.includes(schemaVersion) ? "logs" : "telemetry",
    schemaVersion,
    types: ["platform"],
    destination: { protocol: "TCP", port: 1 },
    buffering: { maxItems: 1, maxBytes: 1, timeoutMs: 1 },
  };
  const text = telemetryEvent({ ...bare, environment, timeMs: 1_767_323_045_678 }, subscription);
  return text === undefined ? undefined : JSON.parse(text);
}

const time = "2026-01-02T03:04:05.678Z";
const done = { type: "platform.runtimeDone", requestId: "r", status: "success", durationMs: 1.005 } as const;
const json = '{"level":"INFO","message":"m"}';

const CASES: [what: string, got: () => unknown, expected: unknown][] = [
  [
    "a line of text",
    () => event({ type: "function", message: "hello" }, "2022-12-13"),
    { time, type: "function", record: "hello" },
  ],
  [
    "JSON in the text format",
    () => event({ type: "extension", message: json }, "2022-12-13"),
    { time, type: "extension", record: json },
  ],
  [
    "JSON in the JSON format",
    () => event({ type: "function", message: json }, "2022-12-13", "JSON"),
    { time, type: "function", record: { level: "INFO", message: "m" } },
  ],
  [
    "JSON in the JSON format, before there were objects",
    () => event({ type: "function", message: json }, "2022-07-01", "JSON"),
    { time, type: "function", record: json },
  ],
  [
    "what only looks like JSON",
    () => event({ type: "function", message: "{half" }, "2025-01-29", "JSON"),
    { time, type: "function", record: "{half" },
  ],
  [
    "the end of the runtime's work",
    () => event({ ...done, producedBytes: 3 }, "2022-07-01"),
    {
      time,
      type: "platform.runtimeDone",
      record: { requestId: "r", status: "success", metrics: { durationMs: 1, producedBytes: 3 } },
    },
  ],
  [
    "the same in the Logs API",
    () => event(done, "2021-03-18"),
    { time, type: "platform.runtimeDone", record: { requestId: "r", status: "success" } },
  ],
  ["the same in its first version", () => event(done, "2020-08-15"), undefined],
  [
    "the end of an invocation, in the Logs API",
    () => event({ type: "platform.end", requestId: "r" }, "2020-08-15"),
    { time, type: "platform.end", record: { requestId: "r" } },
  ],
  ["the same in the Telemetry API", () => event({ type: "platform.end", requestId: "r" }, "2022-12-13"), undefined],
  [
    "a fault, in the Logs API",
    () => event({ type: "platform.message", requestId: "r", message: "Task timed out\n" }, "2020-08-15"),
    { time, type: "platform.fault", record: "Task timed out" },
  ],
  ["the same in the Telemetry API", () => event({ type: "platform.message", message: "m" }, "2022-12-13"), undefined],
  [
    "an initialisation, in the Logs API",
    () => event({ type: "platform.initStart", phase: "init" }, "2021-03-18"),
    undefined,
  ],
  [
    "what was dropped",
    () => event({ type: "platform.logsDropped", droppedRecords: 2, droppedBytes: 30, reason: "slow" }, "2022-12-13"),
    { time, type: "platform.logsDropped", record: { droppedBytes: 30, droppedRecords: 2, reason: "slow" } },
  ],
];
for (const [what, got, expected] of CASES)
  test(what, () => {
    assert.deepEqual(got(), expected);
  });
