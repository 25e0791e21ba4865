import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { InvokeFact } from "./facts.ts";
import { requestId, setUp, tailOf, text, until } from "./testing/bench-setup.ts";

test("a function runs, is reused, and its log is exact", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({ init: `console.log("loading");` });
  const first = requestId();
  const run = `console.log("hello"); return { count, arn: event.headers["lambda-runtime-invoked-function-arn"] }`;
  const one = await bench.invoke(spec, run, { requestId: first, tail: true });
  assert.deepEqual(JSON.parse(text(one)), { count: 1, arn: spec.functionArn });
  assert.equal(one.functionError, undefined);
  assert.equal(one.executedVersion, "$LATEST");
  assert.match(
    tailOf(one),
    new RegExp(
      `^START RequestId: ${first} Version: \\$LATEST\nhello\nEND RequestId: ${first}\n` +
        `REPORT RequestId: ${first}\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\tMemory Size: 128 MB\t` +
        `Max Memory Used: 40 MB\tInit Duration: \\d+\\.\\d\\d ms\t\n$`,
    ),
  );
  assert.match(
    bench.log()[0] ?? "",
    /^INIT_START Runtime Version: nodejs:24\.v1\tRuntime Version ARN: arn:aws:lambda:us-east-1::runtime:0{64}$/,
  );
  assert.equal(bench.log()[1], "loading");
  const two = await bench.invoke(spec, "return count", { tail: true });
  assert.equal(text(two), "2");
  assert.doesNotMatch(tailOf(two), /Init Duration/);
  const [report] = bench.facts.filter((fact) => fact.type === "platform.report");
  assert.equal(report?.billedDurationMs, Math.ceil((report?.durationMs ?? 0) + (report?.initDurationMs ?? 0)));
  assert.equal(bench.driver.sandboxes.length, 1);
  assert.deepEqual(bench.driver.sandboxes[0]?.calls, ["throttle"]);
});

test("a timeout, an exit and a signal have the payloads of AWS, and the sandbox outlives them", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({ spec: { timeoutMs: 1_000 } });
  const id = requestId();
  const timeout = await bench.invoke(spec, "await new Promise(() => setInterval(() => 0, 1000))", {
    requestId: id,
    tail: true,
  });
  assert.equal(
    text(timeout),
    `{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: ${id} Error: Task timed out after 1.00 seconds"}`,
  );
  assert.match(
    tailOf(timeout),
    /Z \S+ Task timed out after 1\.00 seconds\n\nEND .*\nREPORT .*Duration: 1000\.00 ms\t.*\tStatus: timeout\n$/,
  );
  const exits: [run: string, reason: string][] = [
    ["process.exit(7)", "Runtime exited with error: exit status 7"],
    ["process.exit(0)", "Runtime exited without providing a reason"],
    ["process.kill(process.pid, 'SIGKILL'); await new Promise(() => 0)", "Runtime exited with error: signal: killed"],
    [
      "process.kill(process.pid, 'SIGSEGV'); await new Promise(() => 0)",
      "Runtime exited with error: signal: segmentation fault",
    ],
  ];
  for (const [run, reason] of exits) {
    const exitId = requestId();
    const exit = await bench.invoke(spec, `fs.writeSync(1, "last words"); ${run}`, { requestId: exitId, tail: true });
    assert.equal(
      text(exit),
      `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${exitId} Error: ${reason}"}`,
    );
    assert.equal(exit.functionError, "Unhandled");
    assert.ok(
      tailOf(exit).includes(
        `\nlast words\nRequestId: ${exitId} Error: ${reason}\nRuntime.ExitError\nEND RequestId: ${exitId}\n`,
      ),
    );
    assert.match(tailOf(exit), /\tStatus: error\tError Type: Runtime\.ExitError\n$/);
  }
  assert.equal(text(await bench.invoke(spec, "return count")), "1", "a new runtime");
  assert.equal(bench.driver.sandboxes.length, 1, "in the same sandbox throughout");
});

test("a handler's error is passed on, and the runtime goes on", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const result = await bench.invoke(spec, "throw new TypeError('no')", { tail: true });
  assert.equal(text(result), '{"errorType":"TypeError","errorMessage":"no"}');
  assert.equal(result.functionError, "Unhandled");
  assert.equal(text(await bench.invoke(spec, "return count")), "2");
});

test("a response that is too large, an answer twice, for another, and out of turn", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const large = await bench.invoke(spec, "return 'x'.repeat(6291556)");
  assert.equal(
    text(large),
    '{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}',
  );
  await bench.settled();
  const run = `
    const wrong = await call("POST", "/invocation/00000000-0000-4000-8000-ffffffffffff/response", "1");
    const early = await call("GET", "/invocation/next");
    return [wrong.status, early.status];`;
  const after = `const again = await call("POST", "/invocation/" + id + "/response", "2"); console.log("again", again.status);`;
  assert.equal(text(await bench.invoke(spec, run, { after })), "[400,403]");
  await bench.settled();
  assert.equal(text(await bench.invoke(spec, "return count")), "3");
  assert.ok(bench.log().includes("again 400"));
  assert.equal(bench.driver.sandboxes.length, 1);
});

test("the caller does not wait for the guest's work after its answer; the log does", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  await bench.invoke(spec, "return 1", { after: `await sleep(50); console.log("afterwards");` });
  assert.equal(
    bench.facts.some((fact) => fact.type === "platform.report"),
    false,
  );
  await until(() => bench.facts.some((fact) => fact.type === "platform.report"));
  const types = bench.facts.slice(-5).map((fact) => fact.type);
  assert.deepEqual(types, ["platform.start", "function", "platform.runtimeDone", "platform.end", "platform.report"]);
});

test("a guest that dies after its answer has answered; the report tells of its death", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const result = await bench.invoke(spec, "return 'kept'", { after: "process.exit(3)" });
  assert.equal(text(result), '"kept"');
  await until(() => bench.facts.some((fact) => fact.type === "platform.report"));
  const report = bench.facts.find((fact) => fact.type === "platform.report");
  assert.deepEqual([report?.status, report?.errorType], ["error", "Runtime.ExitError"]);
  assert.equal(text(await bench.invoke(spec, "return count")), "1");
});

test("a failed initialisation is repeated within the first invocation, which gets what the runtime reported", async (t) => {
  const bench = setUp(t);
  const init = `
    console.log("trying");
    await fail("/init/error", { errorType: "Runtime.ImportModuleError", errorMessage: "no such module" }, "Runtime.ImportModuleError");
    process.exit(1);`;
  const spec = bench.spec({ init });
  const id = requestId();
  const result = await bench.invoke(spec, "", { requestId: id, tail: true });
  assert.equal(text(result), '{"errorType":"Runtime.ImportModuleError","errorMessage":"no such module"}');
  const log = bench.log().map((line) => line.replace(/\d+\.\d\d ms/g, "N ms").split("\tRuntime Version ARN")[0]);
  assert.deepEqual(log.slice(0, 7), [
    "INIT_START Runtime Version: nodejs:24.v1",
    "trying",
    "INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError",
    "trying",
    "INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError",
    `START RequestId: ${id} Version: $LATEST`,
    `END RequestId: ${id}`,
  ]);
  assert.match(log[7] ?? "", /\tStatus: error\tError Type: Runtime\.ImportModuleError$/);
  assert.equal(bench.driver.sandboxes.length, 1);
});

test("an initialisation that fails once is forgiven", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({
    init: `if (!fs.existsSync("/var/task-marker") && !fs.existsSync("marker")) { fs.writeFileSync("marker", ""); process.exit(9); }`,
  });
  const result = await bench.invoke(spec, "return count", { tail: true });
  assert.equal(text(result), "1");
  assert.doesNotMatch(tailOf(result), /Init Duration/, "the second try is part of the invocation");
});

test("an initialisation without end stops at its limit, then at the function's", async (t) => {
  const bench = setUp(t, { initTimeoutMs: 300 });
  const spec = bench.spec({ init: "await new Promise(() => setInterval(() => 0, 1000));", spec: { timeoutMs: 1_000 } });
  const result = await bench.invoke(spec, "", { tail: true });
  assert.match(text(result), /"Sandbox\.Timedout".*Task timed out after 1\.00 seconds/);
  const reports = bench.log().filter((line) => line.startsWith("INIT_REPORT"));
  assert.match(reports[0] ?? "", /Phase: init\tStatus: timeout$/);
  assert.match(reports[1] ?? "", /Phase: invoke\tStatus: timeout$/);
});

test("no program to start", async (t) => {
  const bench = setUp(t);
  const plain = bench.spec();
  const bootstraps = [["/var/task/bootstrap"], ["/opt/bootstrap"]] as const;
  const spec = { ...plain, runtime: { ...plain.runtime, name: "provided.al2023", bootstraps } };
  const id = requestId();
  const result = await bench.invoke(spec, "", { requestId: id });
  assert.equal(
    text(result),
    `{"errorType":"Runtime.InvalidEntrypoint","errorMessage":"RequestId: ${id} Error: Couldn't find valid bootstrap(s): [/var/task/bootstrap /opt/bootstrap]"}`,
  );
});

test("the first program that exists is started", async (t) => {
  const bench = setUp(t);
  const plain = bench.spec();
  writeFileSync(join(plain.codeFolder, "bootstrap"), `#!/bin/sh\nexec ${process.execPath} guest.mjs\n`, {
    mode: 0o755,
  });
  const bootstraps = [["/var/task/missing"], ["/var/task/bootstrap"]] as const;
  const result = await bench.invoke(
    { ...plain, runtime: { ...plain.runtime, bootstraps } },
    "return process.env._HANDLER",
  );
  assert.equal(text(result), '"index.handler"');
});

test("output before the answer stands before END, also when it is much, without a newline, or framed", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const run = `
    for (let i = 0; i < 3000; i++) fs.writeSync(1, "line " + i + "\\n");
    fs.writeSync(2, "no newline");
    const message = Buffer.from("framed"); const header = Buffer.alloc(16);
    header.writeUInt32BE(0xa55a000f, 0); header.writeInt32BE(message.length, 4); header.writeBigInt64BE(1700000000123456n, 8);
    fs.writeSync(62, Buffer.concat([header, message]));`;
  for (let round = 0; round < 3; round++) await bench.invoke(spec, run);
  await bench.settled();
  const ids = new Set(bench.facts.map(idOf));
  ids.delete(undefined);
  assert.equal(ids.size, 3);
  for (const id of ids) {
    const facts = bench.facts.filter((fact) => idOf(fact) === id);
    assert.equal(facts.length, 3_006);
    assert.equal(facts[0]?.type, "platform.start");
    assert.deepEqual(
      facts.slice(-3).map((fact) => fact.type),
      ["platform.runtimeDone", "platform.end", "platform.report"],
    );
    const messages = facts.flatMap((fact) => (fact.type === "function" ? [fact.message] : []));
    assert.deepEqual(
      messages.filter((message) => message.startsWith("line")),
      Array.from({ length: 3_000 }, (_, i) => `line ${i}`),
    );
    assert.ok(messages.includes("no newline"));
    assert.equal(
      facts.find((fact) => fact.type === "function" && fact.message === "framed")?.timeMs,
      1_700_000_000_123,
    );
  }
});

test("a guest that sends garbage, or hangs up, harms only itself", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec({ spec: { timeoutMs: 1_000 } });
  const run = `
    const net = await import("node:net");
    for (const bytes of ["garbage\\r\\n\\r\\n", "POST /2018-06-01/runtime/invocation/" + id + "/response HTTP/1.1\\r\\nContent-Length: 99\\r\\n\\r\\nhalf"])
      await new Promise((resolve) => { const socket = net.connect(process.env.AWS_LAMBDA_RUNTIME_API.split(":")[1], "127.0.0.1", () => socket.end(bytes)); socket.on("close", resolve); socket.resume(); });`;
  const result = await bench.invoke(spec, run, { silent: true });
  assert.match(text(result), /"Runtime\.TruncatedResponse"/);
  assert.equal(text(await bench.invoke(spec, "return count")), "2");
});

function idOf(fact: InvokeFact): string | undefined {
  return "requestId" in fact ? fact.requestId : undefined;
}
