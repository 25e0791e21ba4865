import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onlyAnswer, runGuest } from "./testing/guest-run.ts";
import { nodesUnderTest } from "./testing/interpreters.ts";

interface Form {
  readonly form: string;
  readonly files: Readonly<Record<string, string>>;
  readonly handler?: string;
  /** Result with and without callbacks; the same when only one is given. */
  readonly gives: unknown;
  readonly gives24?: unknown;
}

const MODULE = '{"type":"module"}';
const forms: Form[] = [
  { form: "async", files: { "index.js": "exports.handler = async (event) => event.n + 1" }, gives: 2 },
  { form: "promise", files: { "index.js": "exports.handler = (event) => Promise.resolve(event.n)" }, gives: 1 },
  { form: "undefined", files: { "index.js": "exports.handler = async () => {}" }, gives: null },
  { form: "a plain value", files: { "index.js": "exports.handler = () => 5" }, gives: null, gives24: 5 },
  { form: "a thenable", files: { "index.js": "exports.handler = () => ({ then: (ok) => ok(7) })" }, gives: 7 },
  { form: "export of ESM .mjs", files: { "index.mjs": "export const handler = async () => 'mjs'" }, gives: "mjs" },
  {
    form: "export of ESM .js in a module package",
    files: {
      "package.json": MODULE,
      "index.js": "export const handler = async () => import.meta.filename !== undefined",
    },
    gives: true,
  },
  {
    form: "top-level await",
    files: { "index.mjs": "const n = await Promise.resolve(3); export const handler = async () => n" },
    gives: 3,
  },
  {
    form: "an ES module that imports another",
    files: {
      "lib.mjs": "export const n = await Promise.resolve(4)",
      "index.mjs": "import { n } from './lib.mjs'; export const handler = async () => n",
    },
    gives: 4,
  },
  { form: "export of .cjs", files: { "index.cjs": "exports.handler = async () => 'cjs'" }, gives: "cjs" },
  {
    form: ".js before .mjs",
    files: {
      "index.js": "exports.handler = async () => 'js'",
      "index.mjs": "export const handler = async () => 'mjs'",
    },
    gives: "js",
  },
  {
    form: "a folder",
    files: { "a/b/index.js": "exports.run = async () => 'deep'" },
    handler: "a/b/index.run",
    gives: "deep",
  },
  {
    form: "nested exports",
    files: { "index.js": "exports.a = { b: { c: async () => 'nested' } }" },
    handler: "index.a.b.c",
    gives: "nested",
  },
  {
    form: "a package in node_modules",
    files: { "node_modules/pkg/index.js": "exports.handler = async () => 'package'" },
    handler: "pkg.handler",
    gives: "package",
  },
  {
    form: "default export with members",
    files: { "index.cjs": "module.exports = { handler: async () => 'default' }" },
    gives: "default",
  },
  {
    form: "non-ASCII text",
    files: { "index.js": "exports.handler = async (event) => event.text + 'é'" },
    gives: "ü💡é",
  },
  {
    form: "trace id in the environment",
    files: { "index.js": "exports.handler = async () => process.env._X_AMZN_TRACE_ID" },
    gives: "Root=1-2-3",
  },
  {
    form: "garbage collection on demand",
    files: { "index.js": "exports.handler = async () => typeof gc" },
    gives: "function",
  },
  {
    form: "no trace of the telemetry descriptor",
    files: { "index.js": "exports.handler = async () => process.env._LAMBDA_TELEMETRY_LOG_FD ?? 'none'" },
    gives: "none",
  },
];
const events = [{ body: { n: 1, text: "ü💡" }, headers: { "Lambda-Runtime-Trace-Id": "Root=1-2-3" } }];

for (const { major, argv } of nodesUnderTest()) {
  describe(`nodejs${major}.x loads and runs`, { concurrency: 2 }, () => {
    for (const { form, files, handler = "index.handler", gives, gives24 = gives } of forms) {
      it(form, async () => {
        const run = await runGuest({ argv, files, handler, events });
        assert.deepEqual(onlyAnswer(run), major >= 24 ? gives24 : gives);
        assert.match(run.answers[0]?.path ?? "", /^invocation\/request-1\/response$/);
        assert.equal(run.exitCode, undefined, "the guest waits for the next event");
      });
    }

    it("several events, one after another, with the invocation id echoed", async () => {
      const files = { "index.js": "let n = 0; exports.handler = async () => ++n" };
      const three = ["a", "b", "c"].map((id) => ({ headers: { "Lambda-Runtime-Invocation-Id": id } }));
      const { answers } = await runGuest({ argv, files, handler: "index.handler", events: three });
      assert.deepEqual(
        answers.map(({ text, headers }) => [text, headers["lambda-runtime-invocation-id"]]),
        [
          ["1", "a"],
          ["2", "b"],
          ["3", "c"],
        ],
      );
    });

    it("a large event and a large result", async () => {
      const files = { "index.js": "exports.handler = async (event) => event" };
      const text = "x".repeat(3_000_000);
      const run = await runGuest({ argv, files, handler: "index.handler", events: [{ body: { text } }] });
      assert.deepEqual(onlyAnswer(run), { text });
    });
  });
}
