// Handlers that stream their response. What they can do, and what becomes of their errors, is as with the official
// clients, 3.x up to Node.js 22 and 4.x since.
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type GuestRun, runGuest } from "./testing/guest-run.ts";
import { nodesUnderTest } from "./testing/interpreters.ts";
import type { Answer, ScriptedEvent } from "./testing/scripted-runtime-api.ts";

const STREAMED = "invocation/request-1/response";

function only({ answers, exitCode, stderr }: GuestRun): Answer {
  const [answer, ...rest] = answers;
  assert.ok(answer !== undefined && rest.length === 0, `${answers.length} answers; exit ${exitCode}; ${stderr}`);
  return answer;
}

/** The error that an answer carries in its trailers. */
function failure({ trailers }: Answer): { type: unknown; body: Record<string, unknown> } {
  const body = Buffer.from(trailers["lambda-runtime-function-error-body"] ?? "", "base64").toString();
  return { type: trailers["lambda-runtime-function-error-type"], body: JSON.parse(body) as Record<string, unknown> };
}

for (const { major, argv } of nodesUnderTest()) {
  const run = (
    body: string,
    more: { events?: ScriptedEvent[]; environment?: Record<string, string>; options?: string } = {},
  ): Promise<GuestRun> =>
    runGuest({
      argv,
      files: {
        "index.js": `exports.handler = awslambda.streamifyResponse(async (event, stream, context) => { ${body} }, ${more.options ?? "undefined"});`,
      },
      handler: "index.handler",
      ...more,
    });

  describe(`streaming with Node.js ${major}`, () => {
    it("sends what is written, in chunks, with its headers", async () => {
      const answer = only(await run("stream.write('a'); stream.write(Buffer.from('é')); stream.end('!');"));
      assert.equal(answer.path, STREAMED);
      assert.equal(answer.text, "aé!");
      assert.equal(answer.headers["lambda-runtime-function-response-mode"], "streaming");
      assert.equal(answer.headers["transfer-encoding"], "chunked");
      assert.equal(answer.headers["content-type"], "application/octet-stream");
      assert.equal(answer.headers["trailer"], "Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body");
      assert.deepEqual({ ...answer.trailers }, {});
    });

    it("streams one response after another on the same connection, and buffers none", async () => {
      const { answers } = await run("stream.write('x'.repeat(event.n)); stream.end();", {
        events: [{ body: { n: 1 } }, { body: { n: 200_000 } }, { body: { n: 0 } }],
      });
      assert.deepEqual(
        answers.map(({ path, text }) => [path, text.length]),
        [1, 200_000, 0].map((length, at) => [`invocation/request-${at + 1}/response`, length]),
      );
    });

    it("writes what is neither text nor bytes as JSON", async () => {
      assert.equal(only(await run("stream.write({ a: [1] }); stream.write(7); stream.end();")).text, '{"a":[1]}7');
    });

    it("ends an empty response", async () => {
      assert.equal(only(await run("stream.end();")).text, "");
    });

    it("takes a pipeline", async () => {
      const text = only(
        await run(`
          const { pipeline } = require("node:stream/promises");
          const { Readable } = require("node:stream");
          await pipeline(Readable.from(["one ", "two ", "x".repeat(300000)]), stream);`),
      ).text;
      assert.equal(text.length, 300_008);
    });

    it("says when to wait and when to go on", async () => {
      const answer = only(
        await run(
          `const full = !stream.write("x".repeat(1000));
           const before = stream.writableNeedDrain;
           await new Promise((resolve) => stream.once("drain", resolve));
           stream.end(JSON.stringify({ full, before, after: stream.writableNeedDrain, mark: stream.writableHighWaterMark }));`,
          { options: "{ highWaterMark: 100 }" },
        ),
      );
      assert.deepEqual(JSON.parse(answer.text.slice(1000)), { full: true, before: true, after: false, mark: 100 });
    });

    it("sets the content type before the first write only", async () => {
      const answer = only(
        await run(`
          stream.setContentType("text/html");
          stream.write("<p>");
          try { stream.setContentType("text/plain") } catch (error) { stream.write(error.name + ": " + error.message) }
          stream.end();`),
      );
      assert.equal(answer.headers["content-type"], "text/html");
      assert.equal(answer.text, "<p>Runtime.InvalidStreamingOperation: Cannot set content-type, too late.");
    });

    it("puts the prelude of an HTTP response before the first write", async () => {
      const answer = only(
        await run(`
          const http = awslambda.HttpResponseStream.from(stream, { statusCode: 201, headers: { A: "b" }, cookies: ["c=d"] });
          if (http !== stream) throw new Error("another stream");
          http.write("body"); http.write(" more"); http.end();`),
      );
      assert.equal(answer.headers["content-type"], "application/vnd.awslambda.http-integration-response");
      assert.equal(
        answer.text,
        `{"statusCode":201,"headers":{"A":"b"},"cookies":["c=d"]}${"\u0000".repeat(8)}body more`,
      );
    });

    for (const [when, write] of [
      ["before", ""],
      ["after", "stream.write('half');"],
    ])
      it(`reports an error ${when} the first byte in the trailers, and logs it`, async () => {
        const guest = await run(`${write} throw new TypeError("no good");`, { events: [{}, {}] });
        const [answer] = guest.answers;
        assert.ok(answer && guest.answers.length === 2);
        assert.equal(answer.path, STREAMED);
        assert.equal(answer.text, when === "before" ? "" : "half");
        const { type, body } = failure(answer);
        assert.equal(type, "TypeError");
        assert.deepEqual([body["errorType"], body["errorMessage"]], ["TypeError", "no good"]);
        assert.match(String(body["trace"]), /index\.js:1:/);
        assert.match(guest.frames.map(({ text }) => text).join(), /ERROR\tInvoke Error \t\{"errorType":"TypeError"/);
      });

    it("goes on when an error comes too late to be reported", async () => {
      const guest = await run("stream.end('all'); throw new Error('late');", { events: [{}, {}] });
      assert.deepEqual(
        guest.answers.map(({ text, trailers }) => [text, Object.keys(trailers).length]),
        [
          ["all", 0],
          ["all", 0],
        ],
      );
      assert.match(guest.frames.map(({ text }) => text).join(), /late/);
    });

    it("reports what is thrown, whatever it is", async () => {
      const { type, body } = failure(only(await run("throw 'a\\nstring';")));
      assert.deepEqual([type, body["errorMessage"]], ["string", "a\nstring"]);
    });

    it("refuses a handler that returns no promise", async () => {
      const guest = await runGuest({
        argv,
        files: {
          "index.js": "exports.handler = awslambda.streamifyResponse((event, stream) => { stream.write('x') })",
        },
        handler: "index.handler",
      });
      const answer = only(guest);
      assert.equal(answer.text, "x");
      assert.equal(failure(answer).body["errorMessage"], "Streaming does not support non-async handlers.");
    });

    it("ignores what the handler returns, and says so", async () => {
      const guest = await run("stream.end('x'); return 1;");
      assert.equal(only(guest).text, "x");
      assert.match(guest.frames.map(({ text }) => text).join(), /WARN\tStreaming handlers ignore return values\./);
    });

    it("posts the error of a handler that has destroyed its stream unused", async () => {
      const answer = only(await run("stream.destroy();"));
      assert.equal(answer.path, "invocation/request-1/error");
      assert.equal((JSON.parse(answer.text) as { errorMessage: string }).errorMessage, "socket hang up");
    });

    it("gives the handler its event and context", async () => {
      const answer = only(
        await run("stream.end(JSON.stringify([event, context.awsRequestId, context.functionName]));", {
          events: [{ body: { a: 1 } }],
        }),
      );
      assert.deepEqual(JSON.parse(answer.text), [{ a: 1 }, "request-1", "fn"]);
    });

    it("fails to start with a mark that it does not know", async () => {
      const guest = await runGuest({
        argv,
        files: {
          "index.js": `exports.handler = async () => {}; exports.handler[Symbol.for("aws.lambda.runtime.handler.streaming")] = "request";`,
        },
        handler: "index.handler",
      });
      const answer = only(guest);
      assert.equal(answer.path, "init/error");
      assert.match(answer.text, /"errorType":"Runtime\.MalformedStreamingHandler"/);
      assert.match(answer.text, /Only response streaming is supported\./);
    });

    for (const value of ["1", "true"])
      it(`leaves the global out with AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA=${value}`, async () => {
        const guest = await runGuest({
          argv,
          files: { "index.js": "exports.handler = async () => typeof awslambda" },
          handler: "index.handler",
          environment: { AWS_LAMBDA_NODEJS_NO_GLOBAL_AWSLAMBDA: value },
        });
        assert.equal(only(guest).text, '"undefined"');
      });

    // Since Node.js 24 nothing waits for the event loop any more.
    for (const [waits, order] of [
      [true, major < 24 ? "later,second" : "second,later"],
      [false, "second,later"],
    ])
      it(`asks for the next event ${waits === true ? "when nothing else is left to do" : "at once if told so"}`, async () => {
        const guest = await run(
          `context.callbackWaitsForEmptyEventLoop = ${waits};
           if (event.n === 1) setTimeout(() => console.log("later"), 300);
           else { console.log("second"); await new Promise((resolve) => setTimeout(resolve, 400)); }
           stream.end();`,
          { events: [{ body: { n: 1 } }, { body: { n: 2 } }] },
        );
        assert.equal(guest.frames.map(({ text }) => text.trim().split("\t").at(-1)).join(), order);
      });
  });
}
