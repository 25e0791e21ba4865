// How environments are kept, reused, frozen, replaced and ended.
import assert from "node:assert/strict";
import { test } from "node:test";
import { InvokeError } from "./invoker.ts";
import { requestId, setUp, text, until } from "./testing/bench-setup.ts";

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
