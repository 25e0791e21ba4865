import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FactBus, systemRandom, TestClock } from "../base/index.ts";
import { createInvoker } from "./create-invoker.ts";
import { InvokeError } from "./invoker.ts";
import { makeSpec } from "./testing/bench-setup.ts";
import { ScriptedDriver } from "./testing/scripted-driver.ts";

/** A hundred per second come on top while the storms are waited for. */
function isAbout(count: number, expected: number): void {
  assert.ok(count >= expected && count <= expected + 21, `${count} instead of ${expected}`);
}

test("a function gains a thousand environments at once, then a hundred per second", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "hearth-scaling-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const clock = new TestClock();
  const driver = new ScriptedDriver({
    clock,
    chance: () => 0.5,
    createFails: () => false,
    init: () => "ready",
    act: () => "hang",
    onBegin: () => undefined,
    onEnd: () => undefined,
  });
  const invoker = createInvoker({
    driver,
    facts: new FactBus(assert.fail),
    accountConcurrency: 5_000,
    environmentsMax: 5_000,
    clock,
    random: systemRandom,
    credentials: () => ({ accessKeyId: "a", secretAccessKey: "b", sessionToken: "c", expiresAtMs: Infinity }),
    onFault: () => undefined,
  });
  const spec = { ...makeSpec(folder, {}), timeoutMs: 900_000 };
  const reasons: unknown[] = [];
  const storm = async (count: number): Promise<number> => {
    reasons.length = 0;
    for (let index = 0; index < count; index++)
      invoker
        .invoke(spec, { requestId: `${index}`, payload: Buffer.of(), invokedFunctionArn: "arn", tail: false })
        .catch((error: unknown) => reasons.push(error instanceof InvokeError && error.reason));
    // The first boot is waited for, for a while.
    for (let step = 0; step < 40; step++) await clock.advance(5);
    return count - reasons.length;
  };
  isAbout(await storm(1_500), 1_000);
  assert.deepEqual(new Set(reasons), new Set(["ConcurrentInvocationLimitExceeded"]));
  await clock.advance(1_000);
  isAbout(await storm(500), 100);
  await clock.advance(60_000);
  isAbout(await storm(1_500), 1_000); // what was not used did not add up
  const stopped = invoker.stop(0);
  for (let step = 0; driver.alive > 0 && step < 1_000; step++) await clock.advance(5);
  await clock.advance(1_000);
  await stopped;
});
