import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { GuestRun } from "./testing/guest-run.ts";
import { runGuest } from "./testing/guest-run.ts";
import { nodesUnderTest } from "./testing/interpreters.ts";

const first = (run: GuestRun): Record<string, unknown> => JSON.parse(run.answers[0]?.text ?? "null");
const handler = (body: string): Record<string, string> => ({ "index.js": `exports.handler = async () => { ${body} }` });

const invokeErrors: readonly (readonly [body: string, errorType: string, errorMessage: string])[] = [
  ["throw new TypeError('boom\\x7f')", "TypeError", "boom%7F"],
  ["throw 'text'", "string", "text"],
  ["throw { a: 1 }", "object", "[object Object]"],
  ["throw Object.assign(new Error('own'), { name: 'OwnError' })", "OwnError", "own"],
  ["return () => 1", "TypeError", "Wrong arguments"],
];

const initErrors: readonly (readonly [files: Record<string, string>, errorType: string, message: RegExp])[] = [
  [{ "index.js": "throw new RangeError('at init')" }, "RangeError", /^at init$/],
  [{ "index.js": "exports.handler = (" }, "Runtime.UserCodeSyntaxError", /^SyntaxError: Unexpected end of input$/],
  [
    { "index.js": "require('nope')" },
    "Runtime.ImportModuleError",
    /^Error: Cannot find module 'nope'\nRequire stack:\n- \S+index.js/,
  ],
  [{ "other.js": "" }, "Runtime.ImportModuleError", /^Error: Cannot find module 'index'\nRequire stack:/],
  [{ "index.js": "exports.other = 1" }, "Runtime.HandlerNotFound", /^index.handler is undefined or not exported$/],
  [{ "index.js": "exports.handler = 5" }, "Runtime.HandlerNotFound", /^index.handler is not a function$/],
];

for (const { major, argv } of nodesUnderTest()) {
  const crashes = major < 24;
  describe(`nodejs${major}.x reports`, { concurrency: 2 }, () => {
    for (const [body, errorType, errorMessage] of invokeErrors) {
      it(`an invocation that ends with ${body}`, async () => {
        const run = await runGuest({ argv, files: handler(body), handler: "index.handler" });
        const { trace, ...rest } = first(run);
        assert.deepEqual(rest, { errorType, errorMessage });
        assert.ok(Array.isArray(trace));
        assert.equal(run.answers[0]?.path, "invocation/request-1/error");
        assert.equal(run.answers[0]?.headers["lambda-runtime-function-error-type"], errorType);
        assert.match(run.frames[0]?.text ?? "", /^\S+Z\trequest-1\tERROR\tInvoke Error \t\{.*\}\n$/);
      });
    }

    for (const body of ["return 1n", "const a = {}; a.a = a; return a"]) {
      it(`a result that is no JSON: ${body}`, async () => {
        const { errorType, errorMessage } = first(
          await runGuest({ argv, files: handler(body), handler: "index.handler" }),
        );
        assert.equal(errorType, crashes ? "Error" : "Runtime.JSONStringifyError");
        assert.equal(errorMessage, "Unable to stringify response body");
      });
    }

    for (const [files, errorType, message] of initErrors) {
      it(`${errorType} at init: ${Object.values(files)[0]}`, async () => {
        const run = await runGuest({ argv, files, handler: "index.handler" });
        assert.equal(run.answers[0]?.path, "init/error");
        assert.equal(first(run)["errorType"], errorType);
        assert.match(String(first(run)["errorMessage"]), message);
        assert.equal(run.answers[0]?.headers["lambda-runtime-function-error-type"], errorType);
        assert.equal(run.exitCode, crashes ? 129 : 1);
        const line = crashes ? /\tundefined\tERROR\tUncaught Exception \t\{/ : /\t-\tERROR\tInit Error \t\{/;
        assert.match(run.frames[0]?.text ?? "", line);
      });
    }

    for (const [name, message] of [
      ["nodot", /^Bad handler$/],
      ["../index.handler", /^'..\/index.handler' is not a valid handler name/],
    ] as const) {
      it(`the malformed handler ${name}`, async () => {
        const run = await runGuest({ argv, files: handler("return 1"), handler: name });
        assert.equal(first(run)["errorType"], "Runtime.MalformedHandlerName");
        assert.match(String(first(run)["errorMessage"]), message);
      });
    }

    it("an exception that nothing catches", async () => {
      const body = "setTimeout(() => { throw new Error('later') }, 5); await new Promise((ok) => setTimeout(ok, 5000))";
      const run = await runGuest({ argv, files: handler(body), handler: "index.handler" });
      assert.equal(run.exitCode, crashes ? 129 : 1);
      if (crashes) assert.equal(first(run)["errorMessage"], "later");
      else assert.match(run.stderr, /Error: later/);
    });

    it("a rejection that nothing catches", async () => {
      const body = "Promise.reject(new Error('lost')); await new Promise((ok) => setTimeout(ok, 5000))";
      const run = await runGuest({ argv, files: handler(body), handler: "index.handler" });
      assert.equal(run.exitCode, crashes ? 128 : 1);
      if (!crashes) return assert.match(run.stderr, /Error: lost/);
      assert.equal(first(run)["errorType"], "Runtime.UnhandledPromiseRejection");
      assert.equal(first(run)["errorMessage"], "Error: lost");
      assert.match(
        run.frames[0]?.text ?? "",
        /\tERROR\tUnhandled Promise Rejection \t\{.*"reason":\{"errorType":"Error"/,
      );
    });

    it("the cause for X-Ray, in ASCII", async () => {
      const run = await runGuest({ argv, files: handler("throw new Error('ü')"), handler: "index.handler" });
      const header = String(run.answers[0]?.headers["lambda-runtime-function-xray-error-cause"]);
      const cause: { exceptions: { message: string; stack: { path: string }[] }[] } = JSON.parse(header);
      assert.match(header, /^[\x20-\x7e]+$/);
      assert.equal(cause.exceptions[0]?.message, "ü");
      assert.equal(cause.exceptions[0]?.stack[0]?.path, `${run.folder}/index.js`);
    });

    it("its own exit status when the function exits", async () => {
      const run = await runGuest({ argv, files: handler("process.exit(3)"), handler: "index.handler" });
      assert.deepEqual([run.exitCode, run.answers], [3, []]);
    });
  });
}
