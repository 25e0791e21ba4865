import assert from "node:assert/strict";
import { test } from "node:test";
import { InvokeError } from "./invoker.ts";
import { requestId, setUp, text, until } from "./testing/bench-setup.ts";
import { begin, readStreamed, STREAMING } from "./testing/streaming-guest.ts";
import type { StreamLimits } from "./streaming/stream-limits.ts";

const MIB = 1_048_576;
const UNLIMITED: StreamLimits = { bytesMax: Infinity, burstBytes: Infinity, bytesPerSecond: 1 };

test("the caller reads while the function writes", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({ init: STREAMING });
  const run = `
    const out = open(id); out.write("one"); await sleep(1);
    while (!fs.existsSync(process.cwd() + "/go")) await sleep(5);
    out.write("two"); await sent(out); console.log("done");`;
  const response = await begin(bench, spec, run, { tail: true });
  assert.equal(response.contentType, "text/x");
  assert.equal(response.executedVersion, "$LATEST");
  const body = response.body[Symbol.asyncIterator]();
  assert.equal(Buffer.from((await body.next()).value ?? []).toString(), "one");
  assert.equal(bench.log().includes("done"), false);
  const { writeFileSync } = await import("node:fs");
  writeFileSync(`${spec.codeFolder}/go`, "");
  const rest = await readStreamed({ ...response, body: { [Symbol.asyncIterator]: () => body } });
  assert.equal(rest.text, "two");
  assert.equal(rest.failure, undefined);
  assert.match(Buffer.from(rest.logTail ?? []).toString(), /^START .*\ndone\nEND .*\nREPORT .*Init Duration/s);
  const done = bench.facts.find((fact) => fact.type === "platform.runtimeDone");
  assert.deepEqual([done?.status, done?.producedBytes], ["success", 6]);
  const spans = done?.spans ?? [];
  assert.deepEqual(
    spans.map((span) => span.name),
    ["responseLatency", "responseDuration", "runtimeOverhead"],
  );
  const spentMs = spans.reduce((sum, span) => sum + span.durationMs, 0);
  assert.ok(spentMs > 0 && spentMs <= (done?.durationMs ?? 0) + 0.001, "they are parts of the duration");
  assert.equal(text(await bench.invoke(spec, "return count")), "2", "the same runtime goes on");
});

interface Failure {
  readonly name: string;
  readonly run: string;
  readonly code: string;
  /** The error as JSON, with the id of the request in place of ID. */
  readonly details: string;
}

const exitOf = (reason: string): string =>
  `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ID Error: ${reason}"}`;
const FAILURES: readonly Failure[] = [
  {
    name: "a time-out",
    run: "await new Promise(() => setInterval(() => 0, 1000))",
    code: "Sandbox.Timedout",
    details: `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ID Error: Task timed out after 1.00 seconds"}`,
  },
  {
    name: "an exit with a status",
    run: "process.exit(7)",
    code: "Runtime.ExitError",
    details: exitOf("Runtime exited with error: exit status 7"),
  },
  {
    name: "an exit without one",
    run: "process.exit(0)",
    code: "Runtime.ExitError",
    details: exitOf("Runtime exited without providing a reason"),
  },
  {
    name: "a kill, as when memory runs out",
    run: "process.kill(process.pid, 'SIGKILL'); await new Promise(() => 0)",
    code: "Runtime.ExitError",
    details: exitOf("Runtime exited with error: signal: killed"),
  },
  {
    name: "a signal",
    run: "process.kill(process.pid, 'SIGSEGV'); await new Promise(() => 0)",
    code: "Runtime.ExitError",
    details: exitOf("Runtime exited with error: signal: segmentation fault"),
  },
  {
    name: "a broken connection",
    run: "out.destroy(); await sleep(20)",
    code: "Runtime.TruncatedResponse",
    details: `{"errorType":"Runtime.TruncatedResponse","errorMessage":"RequestId: ID Error: Response was truncated"}`,
  },
  {
    name: "an error of the handler",
    run: `await sent(out, { errorType: "MyError", errorMessage: "mine" })`,
    code: "MyError",
    details: '{"errorType":"MyError","errorMessage":"mine"}',
  },
  {
    name: "a response that is too large",
    run: `out.write("x".repeat(2000)); await sent(out)`,
    code: "Function.ResponseSizeTooLarge",
    details: `{"errorMessage":"Response payload size exceeded maximum allowed payload size (1000 bytes).","errorType":"Function.ResponseSizeTooLarge"}`,
  },
];

for (const { name, run, code, details } of FAILURES)
  for (const [when, written] of [
    ["before the first byte", ""],
    ["in mid-stream", "half"],
  ] as const)
    test(`${name} ${when}: the caller has what was written, and is told at the end`, async (t) => {
      const bench = setUp(t, { streamLimits: { ...UNLIMITED, bytesMax: 1_000 } });
      const spec = bench.spec({ init: STREAMING, spec: { timeoutMs: 1_000 } });
      const id = requestId();
      const begun = `const out = open(id); ${written === "" ? "await sleep(50);" : `out.write("${written}"); await sleep(50);`}`;
      const result = await readStreamed(await begin(bench, spec, `${begun} ${run}`, { requestId: id, tail: true }));
      const isLarge = code === "Function.ResponseSizeTooLarge";
      assert.equal(result.text, isLarge ? written + "x".repeat(1_000 - written.length) : written);
      assert.deepEqual(result.failure, { code, details: details.replace("ID", id) });
      const log = Buffer.from(result.logTail ?? []).toString();
      assert.match(log, /^START .*\nEND .*\nREPORT .*\tStatus: (error|timeout)/s);
      assert.match(text(await bench.invoke(spec, "return 'next'")), /next/, "the environment serves again");
    });

test("a function that does not stream has its payload in pieces", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const payload = Buffer.from(JSON.stringify({ run: "return 'x'.repeat(200000)" }));
  const response = await begin(bench, spec, "", { payload });
  assert.equal(response.contentType, "application/json");
  const sizes: number[] = [];
  for await (const piece of response.body) sizes.push(piece.length);
  assert.deepEqual(sizes, [65_536, 65_536, 65_536, 200_002 - 3 * 65_536]);
  assert.deepEqual(await response.completion, { failure: undefined, logTail: undefined });
});

test("a function that fails without streaming has its error for a payload, too", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const id = requestId();
  const thrown = await readStreamed(
    await begin(bench, spec, "throw new TypeError('no')", { payload: Buffer.from('{"run":"throw new TypeError(1)"}') }),
  );
  const error = '{"errorType":"TypeError","errorMessage":"1"}';
  assert.deepEqual([thrown.text, thrown.failure], [error, { code: "Function.TypeError", details: error }]);
  const exited = await readStreamed(await begin(bench, spec, "process.exit(2)", { requestId: id }));
  assert.equal(exited.text, exitOf("Runtime exited with error: exit status 2").replace("ID", id));
  assert.equal(exited.failure?.code, "Runtime.ExitError");
});

test("a buffered caller has the whole of a streamed response, or its error, up to 6 MB", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({ init: STREAMING });
  const whole = await bench.invoke(
    spec,
    "const out = open(id); out.write('a'); await sleep(20); out.write('b'); await sent(out)",
    { silent: true },
  );
  assert.deepEqual([text(whole), whole.functionError], ["ab", undefined]);
  const failed = await bench.invoke(
    spec,
    "const out = open(id); out.write('a'); await sent(out, { errorType: 'E', errorMessage: 'm' })",
    { silent: true },
  );
  assert.deepEqual([text(failed), failed.functionError], ['{"errorType":"E","errorMessage":"m"}', "Unhandled"]);
  const large = await bench.invoke(spec, "const out = open(id); out.write(Buffer.alloc(6291557)); await sent(out)", {
    silent: true,
  });
  assert.match(text(large), /Function\.ResponseSizeTooLarge/);
  assert.match(text(large), /\(6291556 bytes\)/);
});

test("a slow reader slows the function, and 100 MiB of it need no memory to speak of", async (t) => {
  const bench = setUp(t, { streamLimits: UNLIMITED });
  const spec = bench.spec({ init: STREAMING, spec: { timeoutMs: 60_000 } });
  const run = `
    const out = open(id); const block = Buffer.alloc(65536, "x");
    for (let sent = 0; sent < 1600; sent++) if (!out.write(block)) await drained(out);
    console.log("all written"); await sent(out);`;
  const response = await begin(
    bench,
    spec,
    run.replace("let sent = 0; sent < 1600; sent++", "let n = 0; n < 1600; n++"),
  );
  await new Promise((resolve) => {
    setTimeout(resolve, 200);
  });
  assert.equal(bench.log().includes("all written"), false, "it waits for the reader");
  const { arrayBuffers: before } = process.memoryUsage();
  let bytes = 0;
  let most = 0;
  for await (const piece of response.body) {
    bytes += piece.length;
    most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    if (bytes % 7 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  assert.equal(bytes, 100 * MIB);
  assert.equal((await response.completion).failure, undefined);
  // What the collector has not looked at yet counts, too.
  assert.ok(most < 64 * MIB, `${most} bytes more than before`);
  await until(() => bench.log().includes("all written"));
});

test("a caller who leaves does not stop the function, which is free only when it has ended", async (t) => {
  const bench = setUp(t, { streamLimits: UNLIMITED });
  const spec = bench.spec({ init: STREAMING });
  bench.invoker.reserve(spec.scope, spec.functionName, 1);
  const run = `
    const out = open(id); const block = Buffer.alloc(1048576);
    for (let n = 0; n < 16; n++) if (!out.write(block)) await drained(out);
    await sleep(50); console.log("written " + await sent(out));`;
  const response = await begin(bench, spec, run);
  for await (const piece of response.body) {
    assert.ok(piece.length > 0);
    break;
  }
  await assert.rejects(bench.invoke(spec, "return 1"), { name: "InvocationThrottled" });
  await until(() => bench.log().includes("written 202"));
  await bench.settled();
  const done = bench.facts.find((fact) => fact.type === "platform.runtimeDone");
  assert.deepEqual([done?.status, done?.producedBytes], ["success", 16 * MIB]);
  assert.equal(text(await bench.invoke(spec, "return count")), "2");
});

test("a caller who leaves before the response begins does not stop the function either", async (t) => {
  const bench = setUp(t, { streamLimits: UNLIMITED });
  const spec = bench.spec({ init: STREAMING });
  const response = await begin(
    bench,
    spec,
    "const out = open(id); out.write(Buffer.alloc(1000000)); console.log(await sent(out))",
  );
  response.abandon();
  await until(() => bench.log().includes("202"));
});

test("a server that stops ends the response, and says so", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({ init: STREAMING });
  const response = await begin(bench, spec, "const out = open(id); out.write('a'); await sleep(60000)");
  const reading = readStreamed(response);
  await Promise.all([
    bench.invoker.stop(0),
    assert.rejects(reading, (error: unknown) => error instanceof InvokeError && error.code === "stopping"),
  ]);
  await assert.rejects(begin(bench, spec, ""), { name: "InvokeError", code: "stopping" });
});

test("a response of one invocation is not taken for that of the next", async (t) => {
  const bench = setUp(t, { streamLimits: UNLIMITED });
  const spec = bench.spec({ init: STREAMING });
  const run = "const out = open(id); out.write(String(count)); await sent(out)";
  for (const count of ["1", "2", "3"]) assert.equal((await readStreamed(await begin(bench, spec, run))).text, count);
  const buffered = await bench.invoke(spec, run, { silent: true });
  assert.equal(text(buffered), "4");
  assert.equal((await readStreamed(await begin(bench, spec, run))).text, "5");
});
