import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onlyAnswer, runGuest } from "./testing/guest-run.ts";
import { PYTHON } from "./testing/interpreters.ts";

const argv = PYTHON;
const handler = (body: string): Record<string, string> => ({
  "index.py": `def handler(event, context):\n    ${body}\n`,
});
/** U+00A0 instead of blanks, which log viewers would swallow. */
const NBSP = "\u00a0";

const invokeErrors: readonly (readonly [body: string, errorType: string, errorMessage: string])[] = [
  ["raise ValueError('boom é')", "ValueError", "boom é"],
  ["raise Exception()", "Exception", ""],
  ["return {1}", "Runtime.MarshalError", "Unable to marshal response: Object of type set is not JSON serializable"],
  [
    "return {(1, 2): 3}",
    "Runtime.MarshalError",
    "Unable to marshal response: keys must be str, int, float, bool or None, not tuple",
  ],
];

const initErrors: readonly (readonly [
  files: Record<string, string>,
  name: string,
  errorType: string,
  message: RegExp,
])[] = [
  [{ "index.py": "raise KeyError('at init')" }, "index.handler", "KeyError", /^'at init'$/],
  [
    { "index.py": "import nope" },
    "index.handler",
    "Runtime.ImportModuleError",
    /^Unable to import module 'index': No module named 'nope'$/,
  ],
  [
    { "other.py": "" },
    "index.handler",
    "Runtime.ImportModuleError",
    /^Unable to import module 'index': No module named 'index'$/,
  ],
  [
    { "index.py": "def x(:" },
    "index.handler",
    "Runtime.UserCodeSyntaxError",
    /^Syntax error in module 'index': .*\(index.py, line 1\)$/,
  ],
  [
    { "index.py": "x = 1" },
    "index.handler",
    "Runtime.HandlerNotFound",
    /^Handler 'handler' missing on module 'index'$/,
  ],
  [
    { "index.py": "x = 1" },
    "nodot",
    "Runtime.MalformedHandlerName",
    /^Bad handler 'nodot': not enough values to unpack \(expected 2, got 1\)$/,
  ],
  [{}, "sys.exit", "Runtime.BuiltInModuleConflict", /^Cannot use built-in module sys as a handler module$/],
];

describe("python reports", { concurrency: 2 }, () => {
  for (const [body, errorType, errorMessage] of invokeErrors) {
    it(`an invocation that ends with ${body}`, async () => {
      const run = await runGuest({ argv, files: handler(body), handler: "index.handler" });
      const raised = body.startsWith("raise");
      const stackTrace = raised ? [`  File "${run.folder}/index.py", line 2, in handler\n    ${body}\n`] : [];
      assert.deepEqual(onlyAnswer(run), { errorMessage, errorType, requestId: "request-1", stackTrace });
      assert.equal(run.answers[0]?.path, "invocation/request-1/error");
      assert.equal(run.answers[0]?.headers["lambda-runtime-function-error-type"], errorType);
    });
  }

  it("logs a failure as one frame, indented with no-break spaces", async () => {
    const run = await runGuest({ argv, files: handler("raise ValueError('boom')"), handler: "index.handler" });
    const at = `${NBSP}${NBSP}File "${run.folder}/index.py", line 2, in handler\n${NBSP.repeat(4)}raise ValueError('boom')`;
    const text = `[ERROR] ValueError: boom\nTraceback (most recent call last):\n${at}`;
    assert.deepEqual(
      run.frames.map((frame) => [frame.type, frame.text]),
      [["a55a0017", text]],
    );
  });

  for (const [files, name, errorType, message] of initErrors) {
    it(`${errorType} of ${name} in ${JSON.stringify(files)}`, async () => {
      const run = await runGuest({ argv, files, handler: name });
      const payload = onlyAnswer(run) as Record<string, unknown>;
      assert.equal(run.answers[0]?.path, "init/error");
      assert.deepEqual([payload["errorType"], payload["requestId"]], [errorType, ""]);
      assert.match(String(payload["errorMessage"]), message);
      assert.equal(run.answers[0]?.headers["lambda-runtime-function-error-type"], errorType);
      assert.equal(run.exitCode, 1);
      assert.match(run.frames[0]?.text ?? "", /^\[WARNING\]\t\S+Z\t\tLAMBDA_WARNING: Unhandled exception\. .*\r\n$/);
      assert.ok(run.frames[1]?.text.startsWith(`[ERROR] ${errorType}: `));
    });
  }

  it("the cause for X-Ray, in ASCII", async () => {
    const run = await runGuest({ argv, files: handler("raise ValueError('ü')"), handler: "index.handler" });
    const header = String(run.answers[0]?.headers["lambda-runtime-function-xray-error-cause"]);
    assert.match(header, /^[\x20-\x7e]+$/);
    const stack = [{ label: "handler", path: `${run.folder}/index.py`, line: 2 }];
    assert.deepEqual(JSON.parse(header).exceptions, [{ message: "ü", type: "ValueError", stack }]);
  });

  for (const [body, exitCode] of [
    ["import sys; sys.exit(3)", 3],
    ["exit()", 0],
    ["raise KeyboardInterrupt", undefined],
  ] as const) {
    it(`nothing when ${body} ends the process`, async () => {
      const run = await runGuest({ argv, files: handler(body), handler: "index.handler" });
      assert.deepEqual([run.exitCode, run.answers], [exitCode, []]);
    });
  }
});
