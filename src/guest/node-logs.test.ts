import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { runGuest } from "./testing/guest-run.ts";
import { nodesUnderTest } from "./testing/interpreters.ts";

const CALLS = `
  console.log("a %s", "b", { c: 1 });
  console.error("two\\nlines");
  console.warn("w"); console.debug("d"); console.trace("t"); console.info("i"); console.fatal("f");
`;
const logging = (body: string): Record<string, string> => ({ "index.js": `exports.handler = async () => { ${body} }` });
const JSON_FORMAT = { AWS_LAMBDA_LOG_FORMAT: "JSON" };

for (const { major, argv } of nodesUnderTest()) {
  describe(`the console of nodejs${major}.x`, { concurrency: 2 }, () => {
    it("writes one frame a message, with its level and time", async () => {
      const before = Date.now();
      const { frames, stdout } = await runGuest({ argv, files: logging(CALLS), handler: "index.handler" });
      assert.deepEqual(
        frames.map(({ type, text }) => `${type} ${text.split("\t").slice(1).join("|")}`),
        [
          "a55a000f request-1|INFO|a b { c: 1 }\n",
          "a55a0017 request-1|ERROR|two\nlines\n",
          "a55a0013 request-1|WARN|w\n",
          "a55a000b request-1|DEBUG|d\n",
          "a55a0007 request-1|TRACE|t\n",
          "a55a000f request-1|INFO|i\n",
          "a55a001b request-1|FATAL|f\n",
        ],
      );
      for (const { text, epochMs } of frames) {
        assert.equal(text.slice(0, 24), new Date(epochMs).toISOString());
        assert.ok(epochMs >= before && epochMs <= Date.now());
      }
      assert.equal(stdout, "");
    });

    it("writes lines to standard output where there is no descriptor", async () => {
      const script = { argv, files: logging("console.log('two\\nlines')"), handler: "index.handler" };
      const { stdout, frames } = await runGuest({ ...script, withoutTelemetry: true });
      assert.match(stdout, /^\S+Z\trequest-1\tINFO\ttwo\rlines\n$/);
      assert.deepEqual(frames, []);
    });

    it("leaves process.stdout alone", async () => {
      const { stdout } = await runGuest({
        argv,
        files: logging("process.stdout.write('raw')"),
        handler: "index.handler",
      });
      assert.equal(stdout, "raw");
    });

    it("writes JSON, from the level up", async () => {
      const environment = { ...JSON_FORMAT, AWS_LAMBDA_LOG_LEVEL: "WARN" };
      const { frames } = await runGuest({ argv, files: logging(CALLS), handler: "index.handler", environment });
      assert.deepEqual(
        frames.map(({ type, text }) => [type, JSON.parse(text).level, JSON.parse(text).message]),
        [
          ["a55a0016", "ERROR", "two\nlines"],
          ["a55a0012", "WARN", "w"],
          ["a55a001a", "FATAL", "f"],
        ],
      );
    });

    it("writes objects and errors as JSON", async () => {
      const body =
        "console.info({ a: [1] }); console.error('failed', new RangeError('r')); console.error(new TypeError('t')); console.log(1n)";
      const { frames } = await runGuest({
        argv,
        files: logging(body),
        handler: "index.handler",
        environment: JSON_FORMAT,
        events: [{ headers: { "Lambda-Runtime-Aws-Tenant-Id": "tenant" } }],
      });
      const [object, text, error, big] = frames.map((frame) => JSON.parse(frame.text));
      assert.deepEqual(Object.keys(object), ["timestamp", "level", "requestId", "tenantId", "message"]);
      assert.deepEqual([object.requestId, object.tenantId, object.message], ["request-1", "tenant", { a: [1] }]);
      assert.deepEqual([text.errorType, text.errorMessage, Array.isArray(text.stackTrace)], ["RangeError", "r", true]);
      assert.match(text.message, /^failed RangeError: r\n/);
      assert.deepEqual([error.message.errorType, error.message.errorMessage], ["TypeError", "t"]);
      assert.equal(big.message, "1n");
    });

    it("writes a failure in JSON", async () => {
      const script = {
        argv,
        files: logging("throw new Error('no')"),
        handler: "index.handler",
        environment: JSON_FORMAT,
      };
      const { frames } = await runGuest(script);
      const line = JSON.parse(frames[0]?.text ?? "");
      assert.deepEqual([line.level, line.message.errorType, line.message.errorMessage], ["ERROR", "Error", "no"]);
    });

    it("gets through more than a pipe holds", async () => {
      const body = "for (let n = 0; n < 3000; n++) console.log(String(n).padEnd(200, '.'))";
      const { frames } = await runGuest({ argv, files: logging(body), handler: "index.handler" });
      assert.equal(frames.length, 3_000);
      assert.match(frames[2_999]?.text ?? "", /\t2999\.+\n$/);
    });
  });
}
