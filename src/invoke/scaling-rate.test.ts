import assert from "node:assert/strict";
import { test } from "node:test";
import { InvokeError } from "./invoker.ts";
import { setting } from "./testing/scripted-setting.ts";

/** A hundred per second come on top while the storms are waited for. */
function isAbout(count: number, expected: number): void {
  assert.ok(count >= expected && count <= expected + 21, `${count} instead of ${expected}`);
}

test("a function gains a thousand environments at once, then a hundred per second", async () => {
  const options = { accountConcurrency: 5_000, environmentsMax: 5_000 };
  const { clock, driver, invoker, spec: quick } = setting({ act: () => "hang" }, options);
  const spec = { ...quick, timeoutMs: 900_000 };
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
