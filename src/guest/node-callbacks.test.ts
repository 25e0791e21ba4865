import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onlyAnswer, runGuest } from "./testing/guest-run.ts";
import { nodesUnderTest } from "./testing/interpreters.ts";

/** Body of `exports.handler = (event, context, callback) => { ... }` and what the caller gets. */
const endings: readonly (readonly [what: string, body: string, gives: unknown])[] = [
  ["callback(null, result)", "callback(null, 'done')", "done"],
  ["callback later", "setTimeout(() => callback(null, 'later'), 5)", "later"],
  ["no callback at all", "setTimeout(() => {}, 5)", null],
  ["context.succeed", "context.succeed('ok')", "ok"],
  ["context.done", "context.done(null, 'ok')", "ok"],
  ["first of several", "callback(null, 1); callback(null, 2); context.succeed(3)", 1],
  [
    "callback waits for the event loop",
    "let done = false; setTimeout(() => { done = true; }, 30); callback(null, { get done() { return done; } })",
    { done: true },
  ],
  [
    "callback that does not wait",
    "context.callbackWaitsForEmptyEventLoop = false; let n = 0; setTimeout(() => { n = 1; }, 30); callback(null, { get n() { return n; } })",
    { n: 0 },
  ],
];

const failures: readonly (readonly [what: string, body: string, error: object])[] = [
  ["callback(error)", "callback(new TypeError('no'))", { errorType: "TypeError", errorMessage: "no" }],
  ["callback(text)", "callback('text')", { errorType: "string", errorMessage: "text", trace: [] }],
  ["context.fail()", "context.fail()", { errorType: "string", errorMessage: "handled", trace: [] }],
  ["throw", "throw new RangeError('thrown')", { errorType: "RangeError", errorMessage: "thrown" }],
];

const source = (body: string): string => `exports.handler = (event, context, callback) => { ${body} }`;

for (const { major, argv } of nodesUnderTest().filter((node) => node.major < 24)) {
  describe(`nodejs${major}.x with callbacks`, { concurrency: 2 }, () => {
    for (const [what, body, gives] of endings) {
      it(what, async () => {
        const run = await runGuest({ argv, files: { "index.js": source(body) }, handler: "index.handler" });
        assert.deepEqual(onlyAnswer(run), gives);
      });
    }

    for (const [what, body, error] of failures) {
      it(`${what} fails the invocation and the next one runs`, async () => {
        const files = { "index.js": source(`if (event.second) return callback(null, 2); ${body}`) };
        const events = [{}, { body: { second: true } }];
        const run = await runGuest({ argv, files, handler: "index.handler", events });
        const payload = JSON.parse(run.answers[0]?.text ?? "");
        assert.deepEqual({ ...payload, ...error }, payload);
        assert.equal(run.answers[0]?.path, "invocation/request-1/error");
        assert.equal(run.answers[1]?.text, "2");
      });
    }

    it("an async handler whose promise never settles fails with Runtime.NodeJsExit", async () => {
      const files = { "index.js": "exports.handler = async () => new Promise(() => {})" };
      const run = await runGuest({ argv, files, handler: "index.handler", events: [{}, {}] });
      assert.equal(run.answers.length, 2);
      for (const { text } of run.answers) assert.equal(JSON.parse(text).errorType, "Runtime.NodeJsExit");
    });

    it("an answer that comes too late is not taken for that of the next event", async () => {
      const late =
        "globalThis.first ??= callback; if (event.n === 2) { first(null, 'stale'); callback(null, 'fresh'); }";
      const files = { "index.js": source(late) };
      const events = [{ body: { n: 1 } }, { body: { n: 2 } }];
      const run = await runGuest({ argv, files, handler: "index.handler", events });
      assert.deepEqual(
        run.answers.map(({ text }) => text),
        ["null", '"fresh"'],
      );
    });
  });
}

for (const { major, argv } of nodesUnderTest().filter((node) => node.major >= 24)) {
  it(`nodejs${major}.x refuses a handler with a callback`, async () => {
    const run = await runGuest({ argv, files: { "index.js": source("callback(null, 1)") }, handler: "index.handler" });
    assert.equal(run.answers[0]?.path, "init/error");
    assert.equal(run.answers[0]?.headers["lambda-runtime-function-error-type"], "Runtime.CallbackHandlerDeprecated");
    assert.match(
      run.answers[0]?.text ?? "",
      /"errorMessage":"ERROR: AWS Lambda has removed support for callback-based/,
    );
    assert.equal(run.exitCode, 1);
  });
}
