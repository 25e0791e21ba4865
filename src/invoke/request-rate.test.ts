// Limits of requests per second, with guests that are real processes.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Clock, FactBus, systemClock } from "../base/index.ts";
import type { AdmissionFact } from "./facts.ts";
import { InvokeError } from "./invoker.ts";
import { setUp, text, until } from "./testing/bench-setup.ts";

/** Time stands still for whoever counts requests per second. */
const STOPPED: Clock = { ...systemClock, monotonicMs: () => 0 };

function throttledBy(reason: string) {
  return (error: unknown): boolean =>
    error instanceof InvokeError && error.code === "throttled" && error.reason === reason;
}

test("a reservation limits requests per second to ten times itself, but not events from the queue", async (t) => {
  const bench = setUp(t, { accountConcurrency: 100, clock: STOPPED });
  const spec = bench.spec();
  bench.invoker.reserve(spec.scope, spec.functionName, 1);
  for (let count = 0; count < 10; count++) await bench.invoke(spec, "return 1");
  await assert.rejects(bench.invoke(spec, "return 1"), throttledBy("ReservedFunctionInvocationRateLimitExceeded"));
  assert.equal(text(await bench.invoke(spec, "return 1", { isAsynchronous: true })), "1");
  bench.invoker.reserve(spec.scope, spec.functionName, undefined);
  assert.equal(text(await bench.invoke(spec, "return 1")), "1");
});

test("an account's requests per second are limited to ten times its concurrency", async (t) => {
  const bench = setUp(t, { accountConcurrency: 1, clock: STOPPED });
  const spec = bench.spec();
  for (let count = 0; count < 10; count++) await bench.invoke(spec, "return 1");
  await assert.rejects(bench.invoke(spec, "return 1"), throttledBy("CallerRateLimitExceeded"));
});

test("requests beyond ten per second for each provisioned environment spill over", async (t) => {
  const admissions = new FactBus<AdmissionFact>(assert.fail);
  const bench = setUp(t, { accountConcurrency: 100, clock: STOPPED, admissions });
  const spec = bench.spec();
  bench.invoker.provision(spec, 1, () => undefined);
  await until(() => bench.invoker.provisioned(spec.hash)?.status === "ready");
  const facts = new Set<boolean>();
  admissions.subscribe((fact) => {
    if (fact.type === "invocation.admitted") facts.add(fact.isSpillover);
  });
  for (let count = 0; count < 10; count++) await bench.invoke(spec, "return 1");
  assert.deepEqual([...facts], [false]);
  await bench.invoke(spec, "return 1");
  assert.deepEqual([...facts], [false, true]);
});
