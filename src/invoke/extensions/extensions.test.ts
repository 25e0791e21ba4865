// Real extension processes beside a real guest: what becomes of them when their environment ends, and of it when they do.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test, type TestContext } from "node:test";
import type { LaunchSpec } from "../launch-spec.ts";
import { type Bench, setUp } from "../testing/bench-setup.ts";

/** Registers under its own name for all events and calls `onEvent`, the body of an async function, with each. */
function extension(onEvent: string, beforeNext = ""): string {
  return `#!${process.execPath}
const http = require("node:http");
const [host, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(":");
const agent = new http.Agent({ keepAlive: true });
const call = (method, path, headers, body) => new Promise((resolve, reject) => {
  const request = http.request({ host, port, agent, method, path: "/2020-01-01/extension" + path, headers }, (answer) => {
    let text = ""; answer.on("data", (piece) => (text += piece));
    answer.on("end", () => resolve({ id: answer.headers["lambda-extension-identifier"], body: JSON.parse(text) }));
  });
  request.on("error", reject); request.end(body);
});
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const say = (value) => process.stdout.write(JSON.stringify(value) + "\\n");
process.on("SIGTERM", () => undefined);
(async () => {
  const name = require("node:path").basename(process.argv[1]);
  const { id } = await call("POST", "/register", { "Lambda-Extension-Name": name }, JSON.stringify({ events: ["INVOKE", "SHUTDOWN"] }));
  const own = { "Lambda-Extension-Identifier": id };
  ${beforeNext}
  for (;;) {
    const event = (await call("GET", "/event/next", own)).body;
    ${onEvent}
  }
})();
`;
}

function withExtensions(
  t: TestContext,
  bench: Bench,
  programs: Readonly<Record<string, string>>,
  init = "",
): LaunchSpec {
  const layersFolder = mkdtempSync(join(tmpdir(), "hearth-layers-"));
  t.after(() => rmSync(layersFolder, { recursive: true, force: true }));
  mkdirSync(join(layersFolder, "extensions"));
  for (const [name, program] of Object.entries(programs))
    writeFileSync(join(layersFolder, "extensions", name), program, { mode: 0o755 });
  return bench.spec({ init, spec: { layersFolder, extensions: Object.keys(programs) } });
}

/** What extensions said, as values. */
function said(bench: Bench): readonly Record<string, unknown>[] {
  return bench.facts.flatMap((fact) =>
    fact.type === "extension" ? [JSON.parse(fact.message) as Record<string, unknown>] : [],
  );
}

async function gone(bench: Bench): Promise<number> {
  const startedMs = performance.now();
  await Promise.all(bench.driver.sandboxes.map((sandbox) => sandbox.gone));
  return performance.now() - startedMs;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, durationMs));
}

describe("extensions", { concurrency: true }, () => {
  test("who does not exit after SHUTDOWN is killed after two seconds, and was told when that would be", async (t) => {
    const bench = setUp(t);
    const deaf = extension(
      'say({ ...event, leftMs: event.deadlineMs - Date.now() }); if (event.eventType === "SHUTDOWN") await sleep(60_000);',
    );
    const spec = withExtensions(t, bench, { deaf });
    await bench.invoke(spec, "");
    await bench.settled();
    bench.invoker.retire(spec.hash);
    const tookMs = await gone(bench);
    assert.ok(tookMs >= 1_900, `${tookMs} ms`);
    const { eventType, shutdownReason, leftMs } = said(bench).at(-1) ?? {};
    assert.deepEqual([eventType, shutdownReason], ["SHUTDOWN", "spindown"]);
    assert.ok(Number(leftMs) <= 2_000, String(leftMs));
    assert.deepEqual(bench.faults, []);
  });

  test("a runtime that ignores SIGTERM has 300 milliseconds before extensions are told", async (t) => {
    const bench = setUp(t);
    const polite = extension(
      'say({ ...event, leftMs: event.deadlineMs - Date.now() }); if (event.eventType === "SHUTDOWN") process.exit(0);',
    );
    const spec = withExtensions(t, bench, { polite }, 'process.on("SIGTERM", () => undefined);');
    await bench.invoke(spec, "");
    await bench.settled();
    bench.invoker.retire(spec.hash);
    await gone(bench);
    const { eventType, leftMs } = said(bench).at(-1) ?? {};
    assert.equal(eventType, "SHUTDOWN");
    assert.ok(Number(leftMs) <= 1_710, String(leftMs));
  });

  test("an environment without extensions ends at once, whatever its runtime does about SIGTERM", async (t) => {
    const bench = setUp(t);
    const told = 'process.on("SIGTERM", () => fs.writeSync(1, "told\\n"));';
    const spec = bench.spec({ init: told });
    await bench.invoke(spec, "");
    await bench.settled();
    bench.invoker.retire(spec.hash);
    await gone(bench);
    assert.ok(!bench.log().includes("told"));
  });

  test("an extension that dies between two invocations costs none of them", async (t) => {
    const bench = setUp(t);
    const mortal = extension("say({ pid: process.pid }); setTimeout(() => process.exit(1), 50);");
    const spec = withExtensions(t, bench, { mortal });
    for (let round = 1; round <= 2; round++) {
      const { functionError } = await bench.invoke(spec, "return count");
      assert.equal(functionError, undefined);
      await bench.settled();
      while (said(bench).length < round) await pause(5);
      const pid = Number(said(bench).at(-1)?.["pid"]);
      while (isAlive(pid)) await pause(5);
      await pause(20);
    }
  });

  test("an extension that says it failed, and stays, fails the initialisation all the same", async (t) => {
    const bench = setUp(t);
    const report =
      'await call("POST", "/init/error", { ...own, "Lambda-Extension-Function-Error-Type": "My.Error" }); await sleep(60_000);';
    const spec = withExtensions(t, bench, { stubborn: extension("", report) });
    const { functionError, payload } = await bench.invoke(spec, "");
    assert.equal(functionError, "Unhandled");
    const { errorType, errorMessage } = JSON.parse(Buffer.from(payload).toString()) as Record<string, string>;
    assert.deepEqual(
      [errorType, errorMessage?.replace(/^RequestId: \S+ /, "")],
      ["Extension.InitError", "Error: My.Error"],
    );
  });

  test("an extension that never calls next runs the initialisation out of time", async (t) => {
    const bench = setUp(t, { initTimeoutMs: 500 });
    const spec = withExtensions(t, bench, { silent: extension("", "await sleep(60_000);") });
    const { payload } = await bench.invoke(spec, "");
    assert.equal(
      (JSON.parse(Buffer.from(payload).toString()) as Record<string, string>)["errorType"],
      "Sandbox.Timedout",
    );
    await bench.settled();
    const states = bench.facts.flatMap((fact) => (fact.type === "platform.extension" ? [fact.state] : []));
    assert.deepEqual(new Set(states), new Set(["Registered"]));
    assert.ok(bench.log().some((line) => /^INIT_REPORT .*Phase: init\tStatus: timeout$/.test(line)));
  });

  test("an extension that works on is told of a time-out, and the caller of his answer", async (t) => {
    const bench = setUp(t);
    const slow = extension('say(event); if (event.eventType === "SHUTDOWN") process.exit(0); await sleep(60_000);');
    const spec = { ...withExtensions(t, bench, { slow }), timeoutMs: 500 };
    const { functionError } = await bench.invoke(spec, "return 1");
    assert.equal(functionError, undefined);
    await bench.settled();
    const report = bench.facts.find((fact) => fact.type === "platform.report");
    assert.equal(report?.type === "platform.report" && report.status, "timeout");
  });

  test("an extension that does not take its telemetry loses some, is told so, and holds up nobody", async (t) => {
    const bench = setUp(t);
    const subscribe = `
      const server = require("node:net").createServer((socket) => socket.pause()).listen(0, "127.0.0.1");
      await new Promise((resolve) => server.once("listening", resolve));
      const wanted = { schemaVersion: "2022-12-13", types: ["function", "platform"],
        destination: { protocol: "TCP", port: server.address().port }, buffering: { maxItems: 1000, maxBytes: 262144, timeoutMs: 25 } };
      await new Promise((resolve) => http.request({ host, port, agent, method: "PUT", path: "/2022-07-01/telemetry", headers: own },
        (answer) => answer.resume().once("end", resolve)).end(JSON.stringify(wanted)));`;
    const exit = 'if (event.eventType === "SHUTDOWN") process.exit(0);';
    const spec = { ...withExtensions(t, bench, { lazy: extension(exit, subscribe) }), timeoutMs: 20_000 };
    const flood =
      'const line = "x".repeat(99_999) + "\\n"; for (let i = 0; i < 400; i++) fs.writeSync(1, line); return 1;';
    const { functionError } = await bench.invoke(spec, flood);
    assert.equal(functionError, undefined);
    await bench.settled();
    const dropped = bench.facts.flatMap((fact) => (fact.type === "platform.logsDropped" ? [fact] : []));
    assert.ok(dropped.length > 0);
    assert.ok(dropped.every(({ droppedBytes, droppedRecords }) => droppedBytes > 0 && droppedRecords > 0));
    assert.match(String(dropped[0]?.reason), /downstream consumer is slower/);
    const lines = bench.facts.filter((fact) => fact.type === "function");
    assert.equal(lines.length, 400, "the log itself is complete");
  });

  test("the runtime starts when the last of its extensions has registered", async (t) => {
    const bench = setUp(t);
    const exit = 'if (event.eventType === "SHUTDOWN") process.exit(0);';
    const late = extension(exit).replace(
      "(async () => {",
      '(async () => { await sleep(300); say({ registers: "late" });',
    );
    const spec = withExtensions(t, bench, { early: extension(exit), late }, 'fs.writeSync(1, "runtime\\n");');
    await bench.invoke(spec, "");
    await bench.settled();
    const lines = bench.facts.flatMap((fact) =>
      fact.type === "extension" || fact.type === "function" ? [fact.message] : [],
    );
    assert.deepEqual(lines, ['{"registers":"late"}', "runtime"]);
  });
});
