// Functions that isolate their tenants: no environment serves two of them, whatever else they share.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Bench, requestId, setUp, text, until } from "./testing/bench-setup.ts";
import type { LaunchSpec } from "./launch-spec.ts";

/** How many events its environment has had, and what it was told of each tenant. */
const COUNT = `
  globalThis.seen = (globalThis.seen ?? []).concat(event.headers["lambda-runtime-aws-tenant-id"]);
  return globalThis.seen`;

async function seen(bench: Bench, spec: LaunchSpec, tenantId?: string): Promise<unknown> {
  return JSON.parse(text(await bench.invoke(spec, COUNT, tenantId === undefined ? {} : { tenantId })));
}

test("each tenant has environments of its own, which serve it again", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  assert.deepEqual(await seen(bench, spec, "blue"), ["blue"]);
  assert.deepEqual(await seen(bench, spec, "green"), ["green"]);
  assert.deepEqual(await seen(bench, spec, "blue"), ["blue", "blue"]);
  assert.deepEqual(await seen(bench, spec), [null], "nobody's event is no tenant's");
  assert.deepEqual(await seen(bench, spec, "green"), ["green", "green"]);
});

test("tenants at once, over and over: nobody ever meets another", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  const tenants = ["a", "b", "a/b", "a b"];
  const work = Array.from({ length: 60 }, async (_, n) => {
    const tenant = tenants[n % tenants.length] ?? "";
    const met = (await seen(bench, spec, tenant)) as readonly string[];
    assert.ok(
      met.every((name) => name === tenant),
      `${tenant} met ${met.join()}`,
    );
  });
  await Promise.all(work);
  await bench.settled();
  const served = new Map<string, Set<string | undefined>>();
  for (const fact of bench.facts) {
    if (fact.type !== "platform.start") continue;
    const { environmentId } = fact.environment;
    served.set(environmentId, (served.get(environmentId) ?? new Set()).add(fact.tenantId));
  }
  assert.ok(served.size >= tenants.length);
  for (const [environment, names] of served) assert.equal(names.size, 1, `${environment} served ${[...names].join()}`);
});

test("tenants share the concurrency of their function", async (t) => {
  const bench = setUp(t);
  const spec = bench.spec();
  bench.invoker.reserve(spec.scope, spec.functionName, 1);
  const first = bench.invoke(spec, "await sleep(300); return 1", { tenantId: "blue" });
  await assert.rejects(bench.invoke(spec, "return 2", { tenantId: "green" }), { name: "InvocationThrottled" });
  assert.equal(text(await first), "1");
});

test("an idle environment of one tenant makes room for another", async (t) => {
  const bench = setUp(t, { environmentsMax: 1 });
  const spec = bench.spec();
  for (const tenant of ["blue", "green", "blue"]) assert.deepEqual(await seen(bench, spec, tenant), [tenant]);
});

test("a retired version ends the environments of every tenant", async (t) => {
  const bench = setUp(t);
  const [spec, other] = [bench.spec(), bench.spec()];
  for (const tenant of ["blue", "green"]) {
    await seen(bench, spec, tenant);
    await seen(bench, other, tenant);
  }
  bench.invoker.retire(spec.hash);
  await until(() => bench.driver.alive === 2);
  assert.deepEqual(await seen(bench, other, "blue"), ["blue", "blue"]);
});

test("the log in JSON says whose event it was", async (t) => {
  const bench = setUp(t);
  const logging = { group: "g", format: "JSON", applicationLevel: "INFO", systemLevel: "DEBUG" } as const;
  const spec = bench.spec({ spec: { logging } });
  await bench.invoke(spec, "return 1", { tenantId: "blue", requestId: requestId() });
  await bench.settled();
  const records = bench.log().map((line) => JSON.parse(line) as { type: string; record: { tenantId?: string } });
  const told = records.filter(({ record }) => record.tenantId === "blue").map(({ type }) => type);
  assert.deepEqual(told, ["platform.start", "platform.runtimeDone"]);
});
