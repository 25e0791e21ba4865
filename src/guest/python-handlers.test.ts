import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "node:test";
import { onlyAnswer, runGuest } from "./testing/guest-run.ts";
import { PYTHON } from "./testing/interpreters.ts";

const argv = PYTHON;
/** A module whose handler has this body. */
const handler = (body: string, before = ""): string =>
  `${before}\ndef handler(event, context):\n    ${body.replaceAll("\n", "\n    ")}\n`;

interface Form {
  readonly form: string;
  readonly files: Readonly<Record<string, string>>;
  readonly handler?: string;
  readonly gives: unknown;
  readonly environment?: Readonly<Record<string, string>>;
}

const forms: Form[] = [
  { form: "a module", files: { "index.py": handler("return event['n'] + 1") }, gives: 2 },
  { form: "None", files: { "index.py": handler("pass") }, gives: null },
  { form: "a folder", files: { "a/b.py": handler("return __name__") }, handler: "a/b.handler", gives: "a.b" },
  {
    form: "a package",
    files: { "a/__init__.py": "", "a/b.py": handler("return __name__") },
    handler: "a.b.handler",
    gives: "a.b",
  },
  { form: "non-ASCII text", files: { "index.py": handler("return event['text'] + 'é'") }, gives: "ü💡é" },
  {
    form: "the standard library",
    files: { "index.py": handler("return sqlite3.sqlite_version[0]", "import sqlite3, asyncio, ssl") },
    gives: "3",
  },
  {
    form: "a module beside it",
    files: { "index.py": handler("return lib.v", "import lib"), "lib.py": "v = 3" },
    gives: 3,
  },
  {
    form: "folders named in .pth files",
    files: { "index.py": handler("return extra.v", "import extra"), "more.pth": "lib\n", "lib/extra.py": "v = 9" },
    gives: 9,
  },
  {
    form: "PYTHONPATH of the function",
    files: { "index.py": handler("return extra.v", "import extra"), "lib/extra.py": "v = 8" },
    environment: { PYTHONPATH: "lib" },
    gives: 8,
  },
  {
    form: "the standard library before files of the same name",
    files: {
      "index.py": handler("return json.dumps([logging.INFO])", "import json, logging"),
      "json.py": "",
      "logging.py": "",
    },
    gives: "[20]",
  },
  {
    form: "trace id, folder and PYTHONPATH in the environment",
    files: {
      "index.py": handler(
        "return [os.environ.get(k) for k in ('_X_AMZN_TRACE_ID', 'PYTHONPATH', '_LAMBDA_TELEMETRY_LOG_FD')] + [os.getcwd() == os.environ['LAMBDA_TASK_ROOT']]",
        "import os",
      ),
    },
    gives: ["Root=1", "/var/runtime", null, true],
  },
  {
    form: "no packages of the machine",
    files: {
      "index.py": handler(
        "return [p for p in sys.path if 'packages' in p and not p.startswith('/opt/')]",
        "import sys",
      ),
    },
    gives: [],
  },
];

/** The runtimes up to python3.11 write ASCII only. */
const minor = Number(execFileSync(argv[0], ["-c", "import sys; print(sys.version_info[1])"]).toString());

const results: readonly (readonly [body: string, before: string, text: string])[] = [
  ["return {'d': Decimal('1.10'), 'n': Decimal('NaN')}", "from decimal import Decimal", '{"d": 1.10, "n": NaN}'],
  [
    "return [N(1, [N(2, 3)])]",
    "from typing import NamedTuple\nclass N(NamedTuple):\n  a: int\n  b: object",
    '[{"a": 1, "b": [{"a": 2, "b": 3}]}]',
  ],
  [
    "return [{'deep': {'deeper': {'deepest': N(1)}}}, [0] * 9 + [N(2)]]",
    "from collections import namedtuple\nN = namedtuple('N', 'a')",
    '[{"deep": {"deeper": {"deepest": {"a": 1}}}}, [0, 0, 0, 0, 0, 0, 0, 0, 0, {"a": 2}]]',
  ],
  ["return {'b': b'x'}", "", '{"b": "x"}'],
  ["return {1: 2, None: 3, 1.5: (4,)}", "", '{"1": 2, "null": 3, "1.5": [4]}'],
  ["return float('inf')", "", "Infinity"],
  ["return 'é'", "", minor < 12 ? '"\\u00e9"' : '"é"'],
];
const events = [{ body: { n: 1, text: "ü💡" }, headers: { "Lambda-Runtime-Trace-Id": "Root=1" } }];

describe("python loads and runs", { concurrency: 2 }, () => {
  for (const { form, files, handler: name = "index.handler", gives, environment = {} } of forms) {
    it(form, async () => {
      const run = await runGuest({ argv, files, handler: name, events, environment });
      assert.deepEqual(onlyAnswer(run), gives);
      assert.equal(run.answers[0]?.path, "invocation/request-1/response");
      assert.equal(run.exitCode, undefined, "the guest waits for the next event");
      assert.equal(run.stderr, "");
    });
  }

  for (const [body, before, text] of results) {
    it(`${body} as ${text}`, async () => {
      const run = await runGuest({ argv, files: { "index.py": handler(body, before) }, handler: "index.handler" });
      assert.equal(run.answers[0]?.text, text);
    });
  }

  it("bytes as they are", async () => {
    const files = { "index.py": handler("return b'\\x00raw'") };
    const run = await runGuest({ argv, files, handler: "index.handler" });
    assert.equal(run.answers[0]?.text, "\0raw");
    assert.equal(run.answers[0]?.headers["content-type"], "application/unknown");
  });

  it("an event that is no JSON as bytes", async () => {
    const files = { "index.py": handler("return event.decode()") };
    const text = [{ body: "plain", headers: { "Content-Type": "text/plain" } }];
    assert.equal(onlyAnswer(await runGuest({ argv, files, handler: "index.handler", events: text })), "plain");
  });

  it("several events, one after another, with the invocation id echoed", async () => {
    const files = { "index.py": handler("global n\nn += 1\nreturn n", "n = 0") };
    const three = ["a", "b", "c"].map((id) => ({ headers: { "Lambda-Runtime-Invocation-Id": id } }));
    const { answers } = await runGuest({ argv, files, handler: "index.handler", events: three });
    const seen = answers.map(({ text, headers }) => [text, headers["lambda-runtime-invocation-id"]]);
    assert.deepEqual(seen, [
      ["1", "a"],
      ["2", "b"],
      ["3", "c"],
    ]);
  });

  it("a large event and a large result", async () => {
    const text = "x".repeat(3_000_000);
    const script = { argv, files: { "index.py": handler("return event") }, handler: "index.handler" };
    assert.deepEqual(onlyAnswer(await runGuest({ ...script, events: [{ body: { text } }] })), { text });
  });

  it("the attributes of the context", async () => {
    const attributes =
      "[context.aws_request_id, context.function_name, context.function_version, context.memory_limit_in_mb, context.log_group_name, context.log_stream_name, context.invoked_function_arn, context.tenant_id, context.client_context.custom, context.client_context.client.app_title, context.client_context.env, context.identity.cognito_identity_id, context.identity.cognito_identity_pool_id, context.w3c(), 30000 < context.get_remaining_time_in_millis() <= 60000]";
    const headers = {
      "Lambda-Runtime-Client-Context": '{"custom":{"a":1},"client":{"app_title":"t"},"w3c":{"traceparent":"x"}}',
      "Lambda-Runtime-Cognito-Identity": '{"cognitoIdentityId":"i","cognitoIdentityPoolId":"p"}',
      "Lambda-Runtime-Aws-Tenant-Id": "tenant",
    };
    const files = { "index.py": handler(`return ${attributes}`) };
    const run = await runGuest({ argv, files, handler: "index.handler", events: [{ headers }] });
    const arn = "arn:aws:lambda:us-east-1:000000000000:function:fn";
    const names = ["request-1", "fn", "$LATEST", "128", "/aws/lambda/fn", "2026/01/02/[$LATEST]0123", arn, "tenant"];
    assert.deepEqual(onlyAnswer(run), [...names, { a: 1 }, "t", null, "i", "p", { traceparent: "x" }, true]);
  });
});
