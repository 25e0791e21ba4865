import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { onlyAnswer, runGuest } from "./testing/guest-run.ts";
import { RUBY } from "./testing/interpreters.ts";

const handler = (body: string): Record<string, string> => ({
  "index.rb": `def handler(event:, context:)\n  ${body}\nend\n`,
});

/** The client needs nothing that differs between the versions, so any Ruby tells whether it works. */
describe("ruby", { concurrency: 2, skip: RUBY === undefined ? "there is no Ruby here" : false }, () => {
  const argv = RUBY ?? ["ruby"];

  it("runs one event after another, with its context", async () => {
    const body = "$n = ($n || 0) + 1; [event, $n, context.aws_request_id, context.get_remaining_time_in_millis > 9000]";
    const events = [{ body: { a: "é" } }, { body: "[1.5,null]" }];
    const { answers } = await runGuest({ argv, files: handler(body), handler: "index.handler", events });
    assert.deepEqual(
      answers.map(({ path, text }) => [path, JSON.parse(text)]),
      [
        ["invocation/request-1/response", [{ a: "é" }, 1, "request-1", true]],
        ["invocation/request-2/response", [[1.5, null], 2, "request-2", true]],
      ],
    );
  });

  it("finds handlers in folders, modules and classes, and takes keywords by name", async () => {
    const files = {
      "lib/mine.rb":
        "module Mod\n  class Own\n    def self.process(context:, event:)\n      event['x']\n    end\n  end\nend",
    };
    const events = [{ body: { x: "found" } }];
    assert.equal(onlyAnswer(await runGuest({ argv, files, handler: "lib/mine.Mod::Own.process", events })), "found");
  });

  it("passes an IO on as it is", async () => {
    const run = await runGuest({ argv, files: handler("StringIO.new('raw')"), handler: "index.handler" });
    assert.equal(run.answers[0]?.text, "raw");
    assert.equal(run.answers[0]?.headers["content-type"], "application/unknown");
  });

  const failures: readonly (readonly [body: string, errorType: string, header: string, goesOn: boolean])[] = [
    ["raise 'boom é'", "Function<RuntimeError>", "Function<UserException>", true],
    ["raise ArgumentError, 'boom é'", "Function<ArgumentError>", "Function<ArgumentError>", true],
    ["raise NameError, 'boom é'", "Function<NameError>", "Function<NameError>", false],
    ["raise Exception, 'boom é'", "Function<Exception>", "Function<Exception>", false],
  ];
  for (const [body, errorType, header, goesOn] of failures) {
    it(`reports ${body}`, async () => {
      const run = await runGuest({ argv, files: handler(body), handler: "index.handler" });
      const stackTrace = [`${run.folder}/index.rb:2:in \`handler'`];
      const { stackTrace: trace, ...payload } = onlyAnswer(run) as { stackTrace: string[] };
      assert.deepEqual(payload, { errorMessage: "boom é", errorType });
      assert.deepEqual(
        trace.map((line) => line.replace("'Object#handler'", "`handler'")),
        stackTrace,
      );
      assert.equal(run.answers[0]?.path, "invocation/request-1/error");
      assert.equal(run.answers[0]?.headers["lambda-runtime-function-error-type"], header);
      assert.equal(run.exitCode, goesOn ? undefined : 255);
    });
  }

  const initFailures: readonly (readonly [
    files: Record<string, string>,
    name: string,
    type: string,
    message: RegExp,
  ])[] = [
    [{}, "index.handler", "Init<LoadError>", /^cannot load such file -- index$/],
    [{ "index.rb": "raise 'at init'" }, "index.handler", "Init<RuntimeError>", /^at init$/],
    [{ "index.rb": "def x(" }, "index.handler", "Init<SyntaxError>", /index\.rb:1/],
    [{}, "nodot", "Init<ArgumentError>", /^Invalid handler \["nodot"\], must be of form FILENAME\.METHOD or /],
  ];
  for (const [files, name, type, message] of initFailures) {
    it(`reports the init failure ${type}`, async () => {
      const run = await runGuest({ argv, files, handler: name });
      const { errorMessage, errorType } = onlyAnswer(run) as Record<string, string>;
      assert.equal(errorType, type);
      assert.match(errorMessage ?? "", message);
      assert.deepEqual([run.answers[0]?.path, run.exitCode], ["init/error", 252]);
    });
  }

  it("logs what is put and what loggers say, each as one record", async () => {
    const body = "puts 'two', 'lines'; require 'logger'; Logger.new($stdout).info('hello'); print 'plain'; nil";
    const run = await runGuest({ argv, files: handler(body), handler: "index.handler" });
    assert.equal(run.frames[0]?.text, "two\nlines");
    assert.match(run.frames[1]?.text ?? "", /^I, \[[-\dT:. ]+#\d+\] +INFO request-1 -- : hello\n$/);
    assert.equal(run.stdout, "plain");
    assert.equal(run.answers[0]?.text, "null");
  });
});
