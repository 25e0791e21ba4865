import assert from "node:assert/strict";
import { test } from "node:test";
import type { TestClock } from "../base/index.ts";
import { InvocationThrottled, InvokeError } from "./invoker.ts";
import { createLateInvoker, type LateInvoker } from "./late-invoker.ts";
import type { LaunchSpec } from "./launch-spec.ts";
import { scriptedParts } from "./testing/scripted-setting.ts";

interface Setting {
  readonly clock: TestClock;
  readonly invoker: LateInvoker;
  readonly spec: LaunchSpec;
}

function setting(): Setting {
  const { clock, options, spec } = scriptedParts({}, { onFault: assert.fail, stemsMax: 3 });
  return { clock, invoker: createLateInvoker(options), spec };
}

async function until(clock: TestClock, isSo: () => boolean): Promise<void> {
  for (let turns = 0; !isSo() && turns < 500; turns++) {
    await clock.advance(20);
    // What is loaded is read from the disk.
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.ok(isSo());
}

const request = {
  requestId: "00000000-0000-4000-8000-000000000000",
  payload: Buffer.from("{}"),
  invokedFunctionArn: "arn:aws:lambda:us-east-1:000000000000:function:f",
  tail: false,
};

test("before it is loaded it holds nothing, and says what it may hold", async () => {
  const { invoker, spec } = setting();
  assert.deepEqual([invoker.pools, invoker.stems.max, invoker.stems.waiting], [[], 3, []]);
  assert.equal(invoker.provisioned(spec.hash), undefined);
  await invoker.stop(0);
});

test("what was reserved before holds for the first events, however many come at once", async () => {
  const { invoker, spec } = setting();
  invoker.reserve(spec.scope, spec.functionName, 5);
  invoker.reserve(spec.scope, spec.functionName, 0);
  const results = await Promise.allSettled([invoker.invoke(spec, request), invoker.invokeStreaming(spec, request)]);
  for (const result of results) {
    assert.ok(result.status === "rejected" && result.reason instanceof InvocationThrottled);
    assert.equal(result.reason.reason, "ReservedFunctionConcurrentInvocationLimitExceeded");
  }
  await invoker.stop(0);
});

test("provisioning loads it, and is under way meanwhile", async () => {
  const { clock, invoker, spec } = setting();
  let changes = 0;
  invoker.provision(spec, 0, assert.fail);
  assert.equal(invoker.provisioned(spec.hash), undefined);
  invoker.provision(spec, 2, () => changes++);
  assert.equal(invoker.provisioned(spec.hash)?.status, "in-progress");
  await until(clock, () => invoker.provisioned(spec.hash)?.status === "ready");
  assert.ok(changes > 0);
  const ended = invoker.stop(0);
  await until(clock, () => invoker.pools.length === 0);
  await ended;
});

test("a spec that is retired before it is loaded is not provisioned", async () => {
  const { invoker, spec } = setting();
  invoker.provision(spec, 2, assert.fail);
  invoker.retire(spec.hash);
  await invoker.load();
  assert.equal(invoker.provisioned(spec.hash), undefined);
  assert.deepEqual(invoker.pools, []);
  await invoker.stop(0);
});

test("a server that stops before its first event refuses those that come", async () => {
  const { invoker, spec } = setting();
  await invoker.stop(0);
  await assert.rejects(invoker.invoke(spec, request), (error) => {
    return error instanceof InvokeError && error.code === "stopping";
  });
});
