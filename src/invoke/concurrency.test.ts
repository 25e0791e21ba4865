// Limits and provisioned environments, with guests that are real processes.
import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { FactBus } from "../base/index.ts";
import type { AdmissionFact } from "./facts.ts";
import { InvokeError } from "./invoker.ts";
import type { LaunchSpec } from "./launch-spec.ts";
import { type Bench, setUp, tailOf, text, until } from "./testing/bench-setup.ts";

const RESERVED = "ReservedFunctionConcurrentInvocationLimitExceeded";
const ACCOUNT = "ConcurrentInvocationLimitExceeded";
const TYPE = "return process.env.AWS_LAMBDA_INITIALIZATION_TYPE";
/** Runs until the file `go` is in the function's folder. */
const HELD = "while (!fs.existsSync('go')) await sleep(5); return process.env.AWS_LAMBDA_INITIALIZATION_TYPE";

function nothing(): void {
  // The tests look at the state instead.
}

function throttledBy(reason: string) {
  return (error: unknown): boolean =>
    error instanceof InvokeError && error.code === "throttled" && error.reason === reason;
}

function go(spec: LaunchSpec): void {
  writeFileSync(join(spec.codeFolder, "go"), "");
}

/** Provisions, and waits until that has ended in whatever way. */
async function provision(bench: Bench, spec: LaunchSpec, count: number): Promise<void> {
  bench.invoker.provision(spec, count, nothing);
  await until(() => bench.invoker.provisioned(spec.hash)?.status !== "in-progress");
}

function versionOf(bench: Bench, version: string): LaunchSpec {
  return bench.spec({ spec: { version } });
}

test("a reservation limits all versions of a function together, from one moment to the next", async (t) => {
  const bench = setUp(t, { accountConcurrency: 10 });
  const [one, two] = [versionOf(bench, "1"), versionOf(bench, "2")];
  bench.invoker.reserve(one.scope, one.functionName, 2);
  const running = [bench.invoke(one, HELD), bench.invoke(two, HELD)];
  await assert.rejects(bench.invoke(one, "return 1"), throttledBy(RESERVED));
  await assert.rejects(bench.invoke(two, "return 1"), throttledBy(RESERVED));
  bench.invoker.reserve(one.scope, one.functionName, 3);
  running.push(bench.invoke(one, HELD));
  bench.invoker.reserve(one.scope, one.functionName, 0);
  await assert.rejects(bench.invoke(one, "return 1"), throttledBy(RESERVED));
  for (const spec of [one, two]) go(spec);
  assert.deepEqual((await Promise.all(running)).map(text), Array(3).fill('"on-demand"'), "what ran went on");
  bench.invoker.reserve(one.scope, one.functionName, undefined);
  assert.equal(text(await bench.invoke(one, "return 1")), "1");
});

test("functions without a reservation share what reservations leave", async (t) => {
  const bench = setUp(t, { accountConcurrency: 3 });
  const other = bench.spec({ spec: { functionName: "other" } });
  const reserved = bench.spec();
  bench.invoker.reserve(reserved.scope, reserved.functionName, 2);
  const running = bench.invoke(other, HELD);
  await assert.rejects(bench.invoke(other, "return 1"), throttledBy(ACCOUNT));
  const both = await Promise.all([1, 2].map(() => bench.invoke(reserved, "return 1")));
  assert.equal(both.length, 2);
  go(other);
  await running;
});

test("throttling a function that never ran leaves nothing behind", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  bench.invoker.reserve(spec.scope, spec.functionName, 0);
  for (let round = 0; round < 3; round++) await assert.rejects(bench.invoke(spec, ""), throttledBy(RESERVED));
  assert.equal(bench.driver.sandboxes.length, 0);
  await bench.invoker.stop(60_000);
});

test("provisioned environments are initialised before any event, and told, logged and billed as such", async (t) => {
  const bench = setUp(t, { keepAliveMs: 30 });
  const spec = versionOf(bench, "1");
  const states: (string | undefined)[] = [];
  bench.invoker.provision(spec, 2, () => states.push(bench.invoker.provisioned(spec.hash)?.status));
  await until(() => bench.invoker.provisioned(spec.hash)?.status === "ready");
  assert.equal(states[0], "in-progress");
  assert.deepEqual(bench.invoker.provisioned(spec.hash), {
    requested: 2,
    allocated: 2,
    available: 2,
    status: "ready",
    failure: undefined,
  });
  const reports = bench.log().filter((line) => line.startsWith("INIT_REPORT"));
  assert.equal(reports.length, 2);
  for (const line of reports) assert.match(line, /^INIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: init$/);
  const result = await bench.invoke(spec, TYPE, { tail: true });
  assert.equal(text(result), '"provisioned-concurrency"');
  assert.doesNotMatch(tailOf(result), /Init Duration/);
  const report = bench.facts.find((fact) => fact.type === "platform.report");
  assert.equal(report?.billedDurationMs, Math.ceil(report?.durationMs ?? 0));
  assert.equal(report?.environment.initialization, "provisioned-concurrency");
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.equal(bench.driver.alive, 2, "they do not expire");
});

test("what is too much for provisioned environments spills over to others, and is told", async (t) => {
  const admissions = new FactBus<AdmissionFact>(assert.fail);
  const told: AdmissionFact[] = [];
  admissions.subscribe((fact) => told.push(fact));
  const bench = setUp(t, { admissions, accountConcurrency: 4 });
  const spec = versionOf(bench, "1");
  await provision(bench, spec, 2);
  const running = Array.from({ length: 4 }, () => bench.invoke(spec, HELD));
  await assert.rejects(bench.invoke(spec, ""), throttledBy(ACCOUNT));
  await until(() => bench.facts.filter((fact) => fact.type === "platform.start").length === 4);
  go(spec);
  assert.deepEqual((await Promise.all(running)).map(text).toSorted(), [
    '"on-demand"',
    '"on-demand"',
    '"provisioned-concurrency"',
    '"provisioned-concurrency"',
  ]);
  const seen = told.map((fact) =>
    fact.type === "invocation.admitted"
      ? [fact.draw, fact.isSpillover, fact.functionInFlight, fact.accountInFlight, fact.provisionedInFlight]
      : [fact.reason],
  );
  assert.deepEqual(seen, [
    ["provisioned-concurrency", false, 1, 1, 1],
    ["provisioned-concurrency", false, 2, 2, 2],
    ["on-demand", true, 3, 3, 2],
    ["on-demand", true, 4, 4, 2],
    [ACCOUNT],
  ]);
});

test("no environment of an allocation serves before all of them can", async (t) => {
  const bench = setUp(t);
  // The second environment to initialise waits for the file.
  const init = `
    const first = (() => { try { fs.mkdirSync("first"); return true; } catch { return false; } })();
    if (!first && process.env.AWS_LAMBDA_INITIALIZATION_TYPE !== "on-demand") while (!fs.existsSync("go")) await sleep(5);`;
  const spec = bench.spec({ init });
  bench.invoker.provision(spec, 2, nothing);
  await until(() => bench.invoker.provisioned(spec.hash)?.allocated === 1);
  assert.equal(bench.invoker.provisioned(spec.hash)?.available, 0);
  assert.equal(text(await bench.invoke(spec, TYPE)), '"on-demand"');
  go(spec);
  await until(() => bench.invoker.provisioned(spec.hash)?.status === "ready");
  assert.equal(text(await bench.invoke(spec, TYPE)), '"provisioned-concurrency"');
});

test("an allocation whose function cannot be initialised fails, and a new one is another try", async (t) => {
  const bench = setUp(t);
  const init = `if (!fs.existsSync("go")) { await fail("/init/error", { errorType: "E", errorMessage: "m" }, "Runtime.ImportModuleError"); process.exit(1); }`;
  const spec = bench.spec({ init });
  await provision(bench, spec, 3);
  const { allocated, available, status, failure } = bench.invoker.provisioned(spec.hash) ?? {};
  assert.deepEqual([allocated, available, status, failure?.cause], [0, 0, "failed", "initialisation"]);
  await until(() => bench.driver.alive === 0);
  assert.ok(
    bench.log().some((line) => /^INIT_REPORT .*\tStatus: error\tError Type: Runtime\.ImportModuleError$/.test(line)),
  );
  go(spec);
  await provision(bench, spec, 3);
  assert.equal(bench.invoker.provisioned(spec.hash)?.status, "ready");
});

test("an initialisation without end fails at its limit", async (t) => {
  const bench = setUp(t, { initTimeoutMs: 1, provisionedInitTimeoutMs: 300 });
  const spec = bench.spec({ init: "await new Promise(() => setInterval(() => 0, 1000));" });
  await provision(bench, spec, 1);
  assert.match(bench.invoker.provisioned(spec.hash)?.failure?.message ?? "", /timeout/);
});

test("a program that does not exist cannot be initialised", async (t) => {
  const bench = setUp(t);
  const plain = bench.spec();
  const spec = { ...plain, runtime: { ...plain.runtime, bootstraps: [["/var/task/missing"]] as const } };
  await provision(bench, spec, 1);
  assert.equal(bench.invoker.provisioned(spec.hash)?.failure?.cause, "initialisation");
});

for (const [way, end] of [
  ["its runtime exits", "process.exit(3)"],
  ["its runtime is killed while idle", "setTimeout(() => process.exit(1), 20); return 1"],
  ["an event takes too long", "await new Promise(() => setInterval(() => 0, 1000))"],
] as const)
  test(`a provisioned environment is replaced when ${way}`, async (t) => {
    const bench = setUp(t);
    const spec = bench.spec({ spec: { timeoutMs: 1_000 } });
    await provision(bench, spec, 1);
    await bench.invoke(spec, end);
    await until(() => bench.driver.sandboxes.length === 2 && bench.driver.alive === 1);
    await until(() => bench.invoker.provisioned(spec.hash)?.available === 1);
    assert.equal(bench.invoker.provisioned(spec.hash)?.status, "ready");
    assert.equal(text(await bench.invoke(spec, `${TYPE} + count`)), '"provisioned-concurrency1"');
  });

test("a provisioned environment whose sandbox breaks is replaced", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  await provision(bench, spec, 2);
  await bench.driver.sandboxes[0]?.breakDown();
  assert.equal(bench.invoker.provisioned(spec.hash)?.available, 1);
  await until(() => bench.invoker.provisioned(spec.hash)?.available === 2);
  assert.equal(bench.driver.alive, 2);
});

test("more are added to those that serve; fewer end the idle ones at once and the busy ones later", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  await provision(bench, spec, 1);
  bench.invoker.provision(spec, 3, nothing);
  assert.deepEqual([bench.invoker.provisioned(spec.hash)?.available, bench.driver.alive], [1, 1]);
  await until(() => bench.invoker.provisioned(spec.hash)?.available === 3);
  const busy = [bench.invoke(spec, HELD), bench.invoke(spec, HELD)];
  await until(() => bench.facts.filter((fact) => fact.type === "platform.start").length === 2);
  bench.invoker.provision(spec, 1, nothing);
  await until(() => bench.driver.alive === 2);
  assert.equal(bench.invoker.provisioned(spec.hash)?.available, 1);
  go(spec);
  assert.deepEqual((await Promise.all(busy)).map(text), Array(2).fill('"provisioned-concurrency"'));
  await until(() => bench.driver.alive === 1);
  bench.invoker.provision(spec, 0, nothing);
  await until(() => bench.driver.alive === 0);
  rmSync(join(spec.codeFolder, "go"));
  assert.equal(existsSync(join(spec.codeFolder, "go")), false);
  assert.equal(text(await bench.invoke(spec, TYPE)), '"on-demand"');
});

test("when all that is reserved is provisioned, the other versions are throttled", async (t) => {
  const bench = setUp(t);
  const [one, latest] = [versionOf(bench, "1"), bench.spec()];
  bench.invoker.reserve(one.scope, one.functionName, 2);
  await provision(bench, one, 2);
  await assert.rejects(bench.invoke(latest, "return 1"), throttledBy(RESERVED));
  assert.equal(text(await bench.invoke(one, TYPE)), '"provisioned-concurrency"');
});

test("what is provisioned is not there for other functions, and never makes room for them", async (t) => {
  const bench = setUp(t, { accountConcurrency: 4, environmentsMax: 2 });
  const [one, other] = [versionOf(bench, "1"), bench.spec({ spec: { functionName: "other" } })];
  await provision(bench, one, 1);
  for (let round = 0; round < 2; round++) assert.equal(text(await bench.invoke(other, TYPE)), '"on-demand"');
  const third = bench.spec({ spec: { functionName: "third" } });
  assert.equal(text(await bench.invoke(third, TYPE)), '"on-demand"', "the idle one that was made on demand makes room");
  assert.equal(bench.driver.sandboxes[0]?.isGone, false);
  const running = [other, third, third].map((spec) => bench.invoke(spec, HELD));
  await assert.rejects(bench.invoke(other, ""), throttledBy(ACCOUNT));
  for (const spec of [other, third]) go(spec);
  await Promise.all(running);
});

test("a retired spec ends its provisioned environments; so does the end of the server", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  await provision(bench, spec, 2);
  bench.invoker.retire(spec.hash);
  assert.equal(bench.invoker.provisioned(spec.hash), undefined);
  await until(() => bench.driver.alive === 0);
  await provision(bench, spec, 1);
  await bench.invoker.stop(60_000);
  assert.equal(bench.driver.alive, 0);
  assert.deepEqual(bench.faults, []);
});
