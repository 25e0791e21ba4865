import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { InvokeFact } from "./facts.ts";
import { InvokeError } from "./invoker.ts";
import { requestId, setUp, tailOf, text, until } from "./testing/bench-setup.test.ts";

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
    /Z \S+ Task timed out after 1\.00 seconds\nEND .*\nREPORT .*Duration: 1000\.00 ms\t.*\tStatus: timeout\n$/,
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
  const types = bench.facts.slice(-4).map((fact) => fact.type);
  assert.deepEqual(types, ["platform.start", "function", "platform.runtimeDone", "platform.report"]);
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
  assert.deepEqual(log.slice(0, 8), [
    "INIT_START Runtime Version: nodejs:24.v1",
    "trying",
    "INIT_REPORT Init Duration: N ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError",
    "INIT_START Runtime Version: nodejs:24.v1",
    "trying",
    "INIT_REPORT Init Duration: N ms\tPhase: invoke\tStatus: error\tError Type: Runtime.ImportModuleError",
    `START RequestId: ${id} Version: $LATEST`,
    `END RequestId: ${id}`,
  ]);
  assert.match(log[8] ?? "", /\tStatus: error\tError Type: Runtime\.ImportModuleError$/);
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

test("a sandbox that dies takes its own invocation with it, and nothing else", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const id = requestId();
  const doomed = bench.invoke(spec, `console.log("here"); await new Promise(() => setInterval(() => 0, 1000))`, {
    requestId: id,
    tail: true,
  });
  await until(() => bench.log().includes("here"));
  const other = bench.invoke(spec, "await sleep(200); return 'unharmed'");
  await bench.driver.sandboxes[0]?.breakDown();
  assert.equal(
    text(await doomed),
    `{"errorType":"Runtime.ExitError","errorMessage":"RequestId: ${id} Error: Runtime exited with error: signal: killed"}`,
  );
  assert.equal(text(await other), '"unharmed"');
});

test("a sandbox that dies idle is replaced", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  await bench.invoke(spec, "return 1");
  await bench.settled();
  await bench.driver.sandboxes[0]?.breakDown();
  assert.equal(text(await bench.invoke(spec, "return count")), "1");
  assert.equal(bench.driver.sandboxes.length, 2);
});

test("a guest that exits between two events is replaced in its sandbox", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  await bench.invoke(spec, "setTimeout(() => process.exit(1), 30); return 1");
  await until(() => bench.driver.sandboxes[0]?.calls.includes("unthrottle") === true);
  assert.equal(text(await bench.invoke(spec, "return count")), "1");
  assert.equal(bench.driver.sandboxes.length, 1);
});

test("concurrent events have an environment each; idle ones are reused, last in first out", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  // Each waits until all three are running, so none can take another's turn.
  const run =
    "fs.writeFileSync(`${count}-${process.pid}.pid`, ''); while (fs.readdirSync('.').filter((name) => name.endsWith('.pid')).length < 3) await sleep(5); return process.pid";
  const pids = (await Promise.all([1, 2, 3].map(() => bench.invoke(spec, run)))).map(text);
  assert.equal(new Set(pids).size, 3);
  await bench.settled();
  const again = [];
  for (let round = 0; round < 5; round++) {
    again.push(text(await bench.invoke(spec, "return process.pid")));
    await bench.settled();
  }
  assert.equal(new Set(again).size, 1, "the same environment every time");
  assert.equal(bench.driver.sandboxes.length, 3);
});

test("an idle environment is frozen, thawed by the next event, and expires", async (t) => {
  const bench = setUp(t, { freezeDelayMs: 20, keepAliveMs: 1_000 });
  const spec = bench.spec();
  await bench.invoke(spec, "return 1");
  const [sandbox] = bench.driver.sandboxes;
  await until(() => sandbox?.calls.includes("freeze") === true);
  assert.equal(text(await bench.invoke(spec, "return count")), "2");
  assert.deepEqual(sandbox?.calls.slice(0, 3), ["throttle", "freeze", "thaw"]);
  await until(() => bench.driver.alive === 0);
});

test("account concurrency is a limit of its own error, and is given back", async (t) => {
  const bench = setUp(t, { accountConcurrency: 1 });
  const spec = bench.spec();
  const first = bench.invoke(spec, "await sleep(50); return 1");
  await assert.rejects(bench.invoke(spec, ""), (error) => error instanceof InvokeError && error.code === "throttled");
  await first;
  assert.equal(text(await bench.invoke(spec, "return 2")), "2");
});

test("when there is no room, the environment idle for longest makes room; when none is idle, requests wait", async (t) => {
  const bench = setUp(t, { environmentsMax: 2 });
  const specs = [bench.spec(), bench.spec(), bench.spec()] as const;
  for (const spec of specs.slice(0, 2)) await bench.invoke(spec, "return 1");
  await bench.settled();
  assert.equal(text(await bench.invoke(specs[2], "return 'third'")), '"third"');
  assert.equal(bench.driver.sandboxes[0]?.isGone, true, "the first was idle for longest");
  assert.equal(bench.driver.alive, 2);
  const all = await Promise.all(
    specs.flatMap((spec) => [1, 2, 3].map(() => bench.invoke(spec, "await sleep(10); return 1"))),
  );
  assert.equal(all.length, 9);
  assert.ok(bench.driver.aliveMax <= 2);
});

test("a retired spec ends when idle, and serves who already waits", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const busy = bench.invoke(spec, "await sleep(100); return 'done'");
  await until(() => bench.facts.some((fact) => fact.type === "platform.start"));
  bench.invoker.retire(spec.hash);
  assert.equal(text(await busy), '"done"');
  await until(() => bench.driver.alive === 0);
  bench.invoker.retire(spec.hash);
  assert.equal(text(await bench.invoke(spec, "return count")), "1", "it may come back");
});

test("stop waits for what runs, refuses what comes, and leaves nothing behind", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const running = bench.invoke(spec, "await sleep(100); return 'finished'");
  await until(() => bench.facts.some((fact) => fact.type === "platform.start"));
  const stopped = bench.invoker.stop(5_000);
  await assert.rejects(bench.invoke(spec, ""), (error) => error instanceof InvokeError && error.code === "stopping");
  assert.equal(text(await running), '"finished"');
  await stopped;
  assert.equal(bench.driver.alive, 0);
});

test("stop without grace refuses what runs and what waits", async (t) => {
  const bench = setUp(t, { environmentsMax: 1 });
  const spec = bench.spec();
  const both = [1, 2].map(() => bench.invoke(spec, "await new Promise(() => setInterval(() => 0, 1000))"));
  const outcomes = Promise.allSettled(both);
  await until(() => bench.facts.some((fact) => fact.type === "platform.start"));
  await bench.invoker.stop(0);
  for (const outcome of await outcomes)
    assert.equal(outcome.status === "rejected" && (outcome.reason as InvokeError).code, "stopping");
  assert.equal(bench.driver.alive, 0);
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
    assert.equal(facts.length, 3_005);
    assert.equal(facts[0]?.type, "platform.start");
    assert.deepEqual(
      facts.slice(-2).map((fact) => fact.type),
      ["platform.runtimeDone", "platform.report"],
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
