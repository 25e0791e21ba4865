import assert from "node:assert/strict";
import { test } from "node:test";
import type { InvokeFact } from "../facts.ts";
import type { LogFormat, LogLevel } from "../launch-spec.ts";
import { makeSpec } from "../testing/bench-setup.ts";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderJson } from "./log-json.ts";
import { renderText } from "./log-lines.ts";
import { renderLog } from "./render-log.ts";
import { TailBuffer } from "./tail-buffer.ts";

type Bare<F> = F extends InvokeFact ? Omit<F, "environment" | "timeMs"> : never;

const folder = mkdtempSync(join(tmpdir(), "hearth-render-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

function fact(
  bare: Bare<InvokeFact>,
  format: LogFormat = "Text",
  application?: LogLevel,
  system?: LogLevel,
): InvokeFact {
  const logging = { group: "/aws/lambda/fn", format, applicationLevel: application, systemLevel: system };
  const spec = makeSpec(folder, { spec: { logging } });
  return {
    ...bare,
    environment: { spec, environmentId: "e", logStream: "2026/01/02/[$LATEST]e" },
    timeMs: 1_767_323_045_678,
  };
}

const ARN = `arn:aws:lambda:us-east-1::runtime:${"0".repeat(64)}`;
const figures = {
  requestId: "r",
  durationMs: 3.006,
  billedDurationMs: 4,
  memorySizeMib: 128,
  maxMemoryUsedMib: 36,
} as const;
const traced = "Root=1-5e34a614-10bd;Parent=07f5;Sampled=1";

const TEXT: [Bare<InvokeFact>, string | undefined][] = [
  [
    { type: "platform.initStart", phase: "init" },
    `INIT_START Runtime Version: nodejs:24.v1\tRuntime Version ARN: ${ARN}\n`,
  ],
  // AWS says it once: an initialisation within an invocation has no such line.
  [{ type: "platform.initStart", phase: "invoke" }, undefined],
  [{ type: "platform.initRuntimeDone", phase: "init", status: "error" }, undefined],
  [{ type: "platform.initReport", phase: "init", status: "success", durationMs: 1 }, undefined],
  [
    { type: "platform.initReport", phase: "init", status: "error", errorType: "Extension.Crash", durationMs: 1_236.04 },
    "INIT_REPORT Init Duration: 1236.04 ms\tPhase: init\tStatus: error\tError Type: Extension.Crash\n",
  ],
  [
    { type: "platform.initReport", phase: "invoke", status: "timeout", durationMs: 9_999.876 },
    "INIT_REPORT Init Duration: 9999.88 ms\tPhase: invoke\tStatus: timeout\n",
  ],
  [{ type: "platform.start", requestId: "r" }, "START RequestId: r Version: $LATEST\n"],
  [{ type: "platform.runtimeDone", requestId: "r", status: "success", durationMs: 1 }, undefined],
  [{ type: "platform.end", requestId: "r" }, "END RequestId: r\n"],
  [
    { type: "platform.extension", name: "foo", state: "Ready", events: ["INVOKE", "SHUTDOWN"] },
    "EXTENSION\tName: foo\tState: Ready\tEvents: [INVOKE, SHUTDOWN]\n",
  ],
  [
    { type: "platform.extension", name: "foo", state: "LaunchError", events: [], errorType: "PermissionDenied" },
    "EXTENSION\tName: foo\tState: LaunchError\tEvents: []\tError Type: PermissionDenied\n",
  ],
  [{ type: "extension", message: "said" }, "said\n"],
  [
    { type: "platform.report", status: "success", ...figures },
    "REPORT RequestId: r\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t\n",
  ],
  [
    { type: "platform.report", status: "success", ...figures, initDurationMs: 110.1 },
    "REPORT RequestId: r\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n",
  ],
  [
    { type: "platform.report", status: "error", errorType: "Runtime.ExitError", ...figures },
    "REPORT RequestId: r\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\tStatus: error\tError Type: Runtime.ExitError\n",
  ],
  [
    { type: "platform.report", status: "success", ...figures, traceId: traced },
    "REPORT RequestId: r\tDuration: 3.01 ms\tBilled Duration: 4 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t\nXRAY TraceId: 1-5e34a614-10bd\tSegmentId: 07f5\tSampled: true\t\n",
  ],
  [{ type: "platform.message", message: "a\nb" }, "a\nb\n"],
  [{ type: "function", message: "" }, "\n"],
];
for (const [bare, line] of TEXT)
  test(`text: ${JSON.stringify(bare)}`, () => {
    assert.deepEqual(renderText(fact(bare)), line === undefined ? [] : [line]);
    assert.equal(renderLog(fact(bare)), line);
  });

/** The least severe system level at which an event is still shown. */
const SYSTEM: [Bare<InvokeFact>, "DEBUG" | "INFO" | "WARN" | undefined][] = [
  [{ type: "platform.initStart", phase: "init" }, "INFO"],
  [{ type: "platform.initStart", phase: "invoke" }, "DEBUG"],
  [{ type: "platform.initRuntimeDone", phase: "init", status: "success" }, "DEBUG"],
  [{ type: "platform.initRuntimeDone", phase: "init", status: "error" }, "WARN"],
  [{ type: "platform.initReport", phase: "init", status: "success", durationMs: 1 }, "DEBUG"],
  [{ type: "platform.initReport", phase: "init", status: "timeout", durationMs: 1 }, "WARN"],
  [{ type: "platform.start", requestId: "r" }, "INFO"],
  [{ type: "platform.runtimeDone", requestId: "r", status: "success", durationMs: 1 }, "DEBUG"],
  [{ type: "platform.runtimeDone", requestId: "r", status: "timeout", durationMs: 1 }, "WARN"],
  [{ type: "platform.extension", name: "foo", state: "Ready", events: [] }, "INFO"],
  [{ type: "platform.extension", name: "foo", state: "LaunchError", events: [], errorType: "UnknownError" }, "WARN"],
  [{ type: "platform.report", status: "success", ...figures }, "INFO"],
  [{ type: "platform.report", status: "error", ...figures }, "WARN"],
  [{ type: "platform.message", message: "m" }, undefined],
];
const ORDER = ["DEBUG", "INFO", "WARN"] as const;
for (const [bare, shownAs] of SYSTEM)
  for (const level of ORDER)
    test(`json at ${level}: ${JSON.stringify(bare)}`, () => {
      const isShown = shownAs !== undefined && ORDER.indexOf(shownAs) >= ORDER.indexOf(level);
      assert.equal(renderJson(fact(bare, "JSON", "INFO", level)) !== undefined, isShown);
    });

test("a platform event in JSON is the event of the Telemetry API", () => {
  const line = renderJson(
    fact({ type: "platform.report", status: "success", ...figures, initDurationMs: 110.104, traceId: traced }, "JSON"),
  );
  assert.deepEqual(JSON.parse(line ?? ""), {
    time: "2026-01-02T03:04:05.678Z",
    type: "platform.report",
    record: {
      requestId: "r",
      metrics: { durationMs: 3.01, billedDurationMs: 4, memorySizeMB: 128, maxMemoryUsedMB: 36, initDurationMs: 110.1 },
      tracing: { type: "X-Amzn-Trace-Id", value: traced },
      status: "success",
    },
  });
  assert.ok(line?.endsWith("}\n"));
});

test("the spans of an invocation have their start and two decimals", () => {
  const startMs = Date.parse("2026-01-02T03:04:05.600Z");
  const spans = [{ name: "responseLatency", startMs, durationMs: 1.2345 }] as const;
  const measured = { requestId: "r", durationMs: 2, producedBytes: 4, spans };
  const line = renderJson(
    fact({ type: "platform.runtimeDone", status: "success", ...measured }, "JSON", "INFO", "DEBUG"),
  );
  assert.deepEqual(JSON.parse(line ?? ""), {
    time: "2026-01-02T03:04:05.678Z",
    type: "platform.runtimeDone",
    record: {
      requestId: "r",
      status: "success",
      spans: [{ name: "responseLatency", start: "2026-01-02T03:04:05.600Z", durationMs: 1.23 }],
      metrics: { durationMs: 2, producedBytes: 4 },
    },
  });
});

function provisioned(format: LogFormat, status: "success" | "error"): InvokeFact {
  const plain = fact({ type: "platform.initReport", phase: "init", status, durationMs: 1.5 }, format, "INFO", "INFO");
  return { ...plain, environment: { ...plain.environment, initialization: "provisioned-concurrency" } };
}

test("a provisioned environment reports its initialisation also when it succeeds", () => {
  assert.equal(renderLog(provisioned("Text", "success")), "INIT_REPORT Init Duration: 1.50 ms\tPhase: init\n");
  const failed = "INIT_REPORT Init Duration: 1.50 ms\tPhase: init\tStatus: error\n";
  assert.equal(renderLog(provisioned("Text", "error")), failed);
  assert.deepEqual(JSON.parse(renderLog(provisioned("JSON", "success")) ?? ""), {
    time: "2026-01-02T03:04:05.678Z",
    type: "platform.initReport",
    record: {
      initializationType: "provisioned-concurrency",
      phase: "init",
      status: "success",
      metrics: { durationMs: 1.5 },
    },
  });
});

const now = "2026-01-02T03:04:05.678Z";
const APPLICATION: [message: string, least: LogLevel, line: string | undefined][] = [
  ["plain text", "ERROR", "plain text\n"],
  ["{broken", "ERROR", "{broken\n"],
  [
    `{"timestamp":"${now}","level":"WARN","message":"m"}`,
    "WARN",
    `{"timestamp":"${now}","level":"WARN","message":"m"}\n`,
  ],
  [`{"timestamp":"${now}","level":"WARN","message":"m"}`, "ERROR", undefined],
  [`{"timestamp":"${now}","level":"DEBUG","message":"m"}`, "INFO", undefined],
  ['{"message":"m"}', "INFO", `{"timestamp":"${now}","level":"INFO","message":"m"}\n`],
  ['{"message":"m"}', "WARN", undefined],
  [`{"timestamp":"yesterday","level":"ERROR","message":"m"}`, "WARN", undefined],
];
for (const [message, least, line] of APPLICATION)
  test(`json at ${least}: the function's own ${message}`, () => {
    assert.equal(renderJson(fact({ type: "function", message }, "JSON", least, "INFO")), line);
  });

test("the tail is the last 4,096 bytes", () => {
  const tail = new TailBuffer();
  const lines = Array.from({ length: 500 }, (_, index) => `line ${index} ${"x".repeat(index % 50)}`);
  for (const message of lines) tail.add(fact({ type: "function", message }));
  const all = Buffer.from(lines.map((line) => `${line}\n`).join(""));
  assert.deepEqual(Buffer.from(tail.bytes()), all.subarray(-4_096));
  tail.add(fact({ type: "function", message: "y".repeat(10_000) }));
  assert.equal(Buffer.from(tail.bytes()).toString(), `${"y".repeat(4_095)}\n`);
});
