// What the caller, and the log, see of a function that fails: payload, header and lines as on AWS.
import assert from "node:assert/strict";
import { after, before, it } from "node:test";
import { InvokeCommand, type LambdaClient, type Runtime } from "@aws-sdk/client-lambda";
import { createFunction, lambdaClient, type NewFunction } from "./sdk.ts";
import { HearthProcess } from "./hearth-process.ts";

let hearth: HearthProcess;
let client: LambdaClient;

before(async () => {
  hearth = await HearthProcess.start();
  client = lambdaClient(hearth.endpoint);
});

after(async () => {
  client.destroy();
  await hearth.dispose();
});

interface Failure {
  readonly name: string;
  readonly runtime: Runtime;
  readonly files: NewFunction["files"];
  readonly settings?: Pick<NewFunction, "Timeout" | "MemorySize" | "Environment">;
  readonly payload: RegExp;
  /** What the tail of the log must contain. */
  readonly log: RegExp;
  /** How it stands in the platform's events of the JSON log. */
  readonly ending: Ending;
}

interface Ending {
  readonly status: "error" | "timeout";
  readonly errorType?: string;
}

const ID = "[0-9a-f-]{36}";
const failures: Failure[] = [
  {
    name: "node-throws",
    ending: { status: "error", errorType: "Runtime.Unknown" },
    runtime: "nodejs22.x",
    files: { "index.js": "exports.handler = async () => { throw new TypeError('no good') }" },
    payload:
      /^\{"errorType":"TypeError","errorMessage":"no good","trace":\["TypeError: no good","    at .*\/var\/task\/index\.js:1:/,
    log: /\tERROR\tInvoke Error \t\{"errorType":"TypeError"/,
  },
  {
    name: "python-throws",
    ending: { status: "error", errorType: "Runtime.Unknown" },
    runtime: "python3.11",
    files: { "index.py": "def handler(event, context):\n    raise ValueError('no good')\n" },
    payload: new RegExp(
      `^\\{"errorMessage": "no good", "errorType": "ValueError", "requestId": "${ID}", "stackTrace": \\["  File \\\\"/var/task/index\\.py\\\\", line 2, in handler\\\\n    raise ValueError\\('no good'\\)\\\\n"\\]\\}$`,
    ),
    log: /\[ERROR\] ValueError: no good\nTraceback \(most recent call last\):/,
  },
  {
    name: "python-no-module",
    ending: { status: "error", errorType: "Runtime.ImportModuleError" },
    runtime: "python3.11",
    files: { "other.py": "" },
    payload:
      /"errorMessage": "Unable to import module 'index': No module named 'index'", "errorType": "Runtime.ImportModuleError"/,
    log: /^\[WARNING\][^\n]*\n\[ERROR\] Runtime\.ImportModuleError: Unable to import module 'index'[^\n]*\n/,
  },
  {
    name: "node-no-handler",
    ending: { status: "error", errorType: "Runtime.HandlerNotFound" },
    runtime: "nodejs22.x",
    files: { "index.js": "exports.other = 1" },
    payload: /"errorType":"Runtime.HandlerNotFound","errorMessage":"index.handler is undefined or not exported"/,
    log: /Runtime\.HandlerNotFound/,
  },
  {
    name: "exits",
    ending: { status: "error", errorType: "Runtime.ExitError" },
    runtime: "python3.11",
    files: { "index.py": "import os\ndef handler(event, context):\n    os._exit(7)\n" },
    payload: new RegExp(
      `^\\{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited with error: exit status 7"\\}$`,
    ),
    log: /Runtime exited with error: exit status 7\nRuntime\.ExitError/,
  },
  {
    name: "exits-zero",
    ending: { status: "error", errorType: "Runtime.ExitError" },
    runtime: "python3.11",
    files: { "index.py": "import os\ndef handler(event, context):\n    os._exit(0)\n" },
    payload: new RegExp(
      `^\\{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited without providing a reason"\\}$`,
    ),
    log: /Runtime exited without providing a reason/,
  },
  {
    name: "out-of-memory",
    ending: { status: "error", errorType: "Runtime.OutOfMemory" },
    runtime: "python3.11",
    files: {
      "index.py":
        "def handler(event, context):\n    keep = [bytearray(16 << 20) for _ in range(64)]\n    return len(keep)\n",
    },
    payload: new RegExp(
      `^\\{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited with error: signal: killed"\\}$`,
    ),
    // The caller is told as ever, while the log says what it was.
    log: /signal: killed\nRuntime\.ExitError\n[\s\S]*REPORT .*\tStatus: error\tError Type: Runtime\.OutOfMemory\n$/,
  },
  {
    name: "times-out",
    ending: { status: "timeout" },
    runtime: "nodejs22.x",
    files: { "index.js": "exports.handler = () => new Promise(() => setInterval(() => {}, 1000))" },
    settings: { Timeout: 1 },
    payload: new RegExp(
      `^\\{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${ID} Error: Task timed out after 1\\.00 seconds"\\}$`,
    ),
    log: new RegExp(`Z ${ID} Task timed out after 1\\.00 seconds\n\nEND`),
  },
  {
    name: "too-large",
    ending: { status: "error", errorType: "Function.ResponseSizeTooLarge" },
    runtime: "nodejs22.x",
    files: { "index.js": "exports.handler = async () => 'x'.repeat(6291557)" },
    payload:
      /^\{"errorMessage":"Response payload size exceeded maximum allowed payload size \(6291556 bytes\)\.","errorType":"Function\.ResponseSizeTooLarge"\}$/,
    log: /REPORT/,
  },
  {
    name: "no-bootstrap",
    ending: { status: "error", errorType: "Runtime.InvalidEntrypoint" },
    runtime: "provided.al2023",
    files: { "readme.txt": "" },
    payload: new RegExp(
      `^\\{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: ${ID} Error: Couldn't find valid bootstrap\\(s\\): \\[/var/task/bootstrap /opt/bootstrap\\]"\\}$`,
    ),
    log: new RegExp(
      `^INIT_REPORT Init Duration: [\\d.]+ ms\\tPhase: invoke\\tStatus: error\\tError Type: Runtime.InvalidEntrypoint\nSTART RequestId: (${ID}) Version: \\$LATEST\nRequestId: \\1 Error: Couldn't find valid bootstrap.*\nRuntime.InvalidEntrypoint\nEND RequestId: \\1\nREPORT RequestId: \\1\\t.*\\tStatus: error\\tError Type: Runtime.InvalidEntrypoint\n$`,
    ),
  },
  ...(
    [
      ["not-permitted", { content: "#!/bin/sh\n", mode: 0o644 }, "permission denied"],
      ["other-machine", { content: "\u007fELF\u0001 of no machine", mode: 0o755 }, "exec format error"],
      ["no-interpreter", { content: "#!/no/such/interpreter\n", mode: 0o755 }, "no such file or directory"],
    ] as const
  ).map(([what, bootstrap, reason]): Failure => ({
    name: `bootstrap-${what}`,
    ending: { status: "error", errorType: "Runtime.InvalidEntrypoint" },
    runtime: "provided.al2023",
    files: { bootstrap },
    payload: new RegExp(
      `^\\{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: ${ID} Error: fork/exec /var/task/bootstrap: ${reason}"\\}$`,
    ),
    log: new RegExp(`Error: fork/exec /var/task/bootstrap: ${reason}\nRuntime\\.InvalidEntrypoint\n`),
  })),
  {
    name: "wrapper-missing",
    ending: { status: "error", errorType: "Runtime.ExitError" },
    runtime: "nodejs22.x",
    files: { "index.js": "exports.handler = async () => 1" },
    settings: { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/opt/wrapper" } } },
    payload: new RegExp(
      `^\\{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited with error: exit status 127"\\}$`,
    ),
    log: /exit status 127\nRuntime\.ExitError\n/,
  },
  {
    name: "wrapper-not-executable",
    ending: { status: "error", errorType: "Runtime.ExitError" },
    runtime: "python3.11",
    files: { "index.py": "", wrapper: "#!/bin/sh\n" },
    settings: { Environment: { Variables: { AWS_LAMBDA_EXEC_WRAPPER: "/var/task/wrapper" } } },
    payload: new RegExp(
      `^\\{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${ID} Error: Runtime exited with error: exit status 126"\\}$`,
    ),
    log: /exit status 126\nRuntime\.ExitError\n/,
  },
];

for (const failure of failures) {
  it(`${failure.name}: payload, header and log`, async () => {
    await createFunction(client, {
      FunctionName: failure.name,
      Runtime: failure.runtime,
      Handler: "index.handler",
      files: failure.files,
      ...failure.settings,
    });
    const result = await client.send(new InvokeCommand({ FunctionName: failure.name, LogType: "Tail" }));
    assert.equal(result.StatusCode, 200);
    assert.equal(result.FunctionError, "Unhandled");
    assert.match(Buffer.from(result.Payload ?? []).toString(), failure.payload);
    assert.match(Buffer.from(result.LogResult ?? "", "base64").toString(), failure.log);
  });
}

interface PlatformEvent {
  readonly type: string;
  readonly record: Readonly<Record<string, unknown>>;
}

/** The platform's events in a tail, how they ended, and whether they belong to an initialisation within the invocation. */
function platformEvents(tail: string): readonly unknown[] {
  return tail.split("\n").flatMap((line) => {
    if (!line.startsWith('{"time":')) return [];
    const { type, record } = JSON.parse(line) as PlatformEvent;
    const { status, errorType, phase } = record;
    return [JSON.parse(JSON.stringify({ type, status, errorType, phase })) as unknown];
  });
}

/** From least to most severe, what a failure leaves at each level of the platform's JSON log. */
const LEVELS = ["DEBUG", "INFO", "WARN"] as const;

for (const { name, runtime, files, settings, payload, ending } of failures)
  for (const [severity, SystemLogLevel] of LEVELS.entries())
    it(`${name}: the JSON log at ${SystemLogLevel}`, async () => {
      const FunctionName = `${name}-${SystemLogLevel}`;
      const LoggingConfig = { LogFormat: "JSON", SystemLogLevel } as const;
      const made = { FunctionName, Runtime: runtime, Handler: "index.handler", files, ...settings, LoggingConfig };
      await createFunction(client, made);
      const { Payload, LogResult } = await client.send(new InvokeCommand({ FunctionName, LogType: "Tail" }));
      assert.match(Buffer.from(Payload ?? []).toString(), payload);
      const events = platformEvents(Buffer.from(LogResult ?? "", "base64").toString());
      const invoked = [
        ...(severity < 2 ? [{ type: "platform.start" }] : []),
        { type: "platform.runtimeDone", ...ending },
        { type: "platform.report", ...ending },
      ];
      assert.deepEqual(events.slice(-invoked.length), invoked);
      // A failed initialisation is repeated within the invocation, and fails again.
      const phase = "invoke";
      const initialised = [
        ...(severity < 1 ? [{ type: "platform.initStart", phase }] : []),
        { type: "platform.initRuntimeDone", ...ending, phase },
        { type: "platform.initReport", ...ending, phase },
      ];
      const earlier = events.slice(0, -invoked.length);
      if (earlier.length > 0) assert.deepEqual(earlier, initialised);
    });

it("after a failure the next invocation runs in a reset environment whose /tmp is as it was", async () => {
  const source = `
import os
def handler(event, context):
    if event.get("die"):
        open("/tmp/mark", "w").write("kept")
        os._exit(1)
    return open("/tmp/mark").read()
`;
  await createFunction(client, {
    FunctionName: "resets",
    Runtime: "python3.11",
    Handler: "index.handler",
    files: { "index.py": source },
  });
  const died = await client.send(new InvokeCommand({ FunctionName: "resets", Payload: Buffer.from('{"die":true}') }));
  assert.equal(died.FunctionError, "Unhandled");
  const next = await client.send(new InvokeCommand({ FunctionName: "resets", Payload: Buffer.from("{}") }));
  assert.equal(Buffer.from(next.Payload ?? []).toString(), '"kept"');
});
