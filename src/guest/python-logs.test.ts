import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runGuest } from "./testing/guest-run.ts";
import { PYTHON } from "./testing/interpreters.ts";

const argv = PYTHON;
const module = (body: string, before = "import logging"): Record<string, string> => ({
  "index.py": `${before}\ndef handler(event, context):\n    ${body.replaceAll("\n", "\n    ")}\n`,
});
const JSON_FORMAT = { AWS_LAMBDA_LOG_FORMAT: "JSON", AWS_LAMBDA_LOG_LEVEL: "INFO" };

describe("the logs of python", { concurrency: 2 }, () => {
  it("are one frame a record", async () => {
    const files = module("logging.warning('two\\nlines %s', 1)\nlogging.info('below the level')");
    const { frames, stdout, stderr } = await runGuest({ argv, files, handler: "index.handler" });
    assert.equal(frames.length, 1);
    assert.equal(frames[0]?.type, "a55a0003");
    assert.match(
      frames[0]?.text ?? "",
      /^\[WARNING\]\t\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\trequest-1\ttwo\nlines 1\n$/,
    );
    assert.ok(Math.abs((frames[0]?.epochMs ?? 0) - Date.now()) < 60_000);
    assert.deepEqual([stdout, stderr], ["", ""]);
  });

  it("are the same when logging is imported late, or by another module", async () => {
    const files = module("import concurrent.futures, logging\nlogging.error('late')", "");
    const { frames } = await runGuest({ argv, files, handler: "index.handler" });
    assert.match(frames[0]?.text ?? "", /^\[ERROR\]\t\S+Z\trequest-1\tlate\n$/);
  });

  it("are JSON, with levels, extras and exceptions", async () => {
    const body = [
      "logging.debug('d')",
      "logging.getLogger('a.b').info({'k': 'é'}, extra={'more': {1}})",
      "try:\n    1 / 0\nexcept Exception:\n    logging.exception('failed')",
    ].join("\n");
    const { frames, folder } = await runGuest({
      argv,
      files: module(body),
      handler: "index.handler",
      environment: JSON_FORMAT,
    });
    const [info, error] = frames.map((frame) => JSON.parse(frame.text));
    assert.deepEqual(
      frames.map((frame) => frame.type),
      ["a55a000e", "a55a0016"],
    );
    const { timestamp, ...rest } = info;
    assert.match(timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.deepEqual(rest, { level: "INFO", message: { k: "é" }, logger: "a.b", requestId: "request-1", more: "{1}" });
    assert.deepEqual([error.errorType, error.errorMessage], ["ZeroDivisionError", "division by zero"]);
    assert.match(error.stackTrace[0], /line 6, in handler\n/);
    assert.equal(error.location, `${folder}/index.py:handler:8`);
  });

  it("tell a failure in JSON", async () => {
    const script = {
      argv,
      files: module("raise ValueError('no')"),
      handler: "index.handler",
      environment: JSON_FORMAT,
    };
    const { frames } = await runGuest(script);
    const { level, errorType, errorMessage, requestId } = JSON.parse(frames[0]?.text ?? "");
    assert.deepEqual([level, errorType, errorMessage, requestId], ["ERROR", "ValueError", "no", "request-1"]);
    assert.equal(frames[0]?.type, "a55a0016");
  });

  it("leave print alone, unbuffered", async () => {
    const files = module("print('a', end='')\nprint('b')\nimport os\nos._exit(1)");
    assert.equal((await runGuest({ argv, files, handler: "index.handler" })).stdout, "ab\n");
  });

  it("hold what context.log writes", async () => {
    const files = module("context.log('raw')", "");
    assert.deepEqual(
      (await runGuest({ argv, files, handler: "index.handler" })).frames.map((frame) => frame.text),
      ["raw"],
    );
  });

  it("go to standard output where there is no descriptor", async () => {
    const script = { argv, files: module("logging.error('e')\nraise ValueError('v')"), handler: "index.handler" };
    const { stdout } = await runGuest({ ...script, withoutTelemetry: true });
    assert.match(
      stdout,
      /^\[ERROR\]\t\S+Z\trequest-1\te\n\[ERROR\] ValueError: v\rTraceback \(most recent call last\):\r[^]*\n$/,
    );
  });
});
