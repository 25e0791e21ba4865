// How provisioning goes on when the machine cannot make environments, on a clock that is moved by hand.
import assert from "node:assert/strict";
import { test } from "node:test";
import { pass, setting } from "../testing/scripted-setting.ts";

function nothing(): void {
  // The tests look at the state instead.
}

test("few environments boot at once, however many are wanted", async () => {
  const { clock, driver, invoker, spec, state } = setting({});
  invoker.provision(spec, 30, nothing);
  invoker.provision({ ...spec, hash: "other" }, 30, nothing);
  await clock.advance(12);
  assert.equal(driver.alive, 8);
  invoker.provision(spec, 20, nothing);
  await pass(clock, 1_000);
  assert.equal(state(), "20/20/20 ready");
  assert.equal(invoker.provisioned("other")?.available, 30);
  assert.equal(driver.alive, 50);
});

test("an allocation survives that the machine fails now and then, and is given up when it keeps failing", async () => {
  let failures = 2;
  const { clock, invoker, spec, state, faults } = setting({ createFails: () => failures-- > 0 });
  invoker.provision(spec, 1, nothing);
  await pass(clock, 100);
  assert.equal(state(), "0/0/1 in-progress");
  await pass(clock, 1_000);
  assert.equal(state(), "0/0/1 in-progress");
  await pass(clock, 2_100);
  assert.equal(state(), "1/1/1 ready");
  assert.equal(faults.length, 2);

  failures = 100;
  invoker.provision(spec, 2, nothing);
  await pass(clock, 10_000);
  assert.equal(state(), "1/1/2 failed");
  assert.equal(invoker.provisioned(spec.hash)?.failure?.cause, "environment");
  assert.match(invoker.provisioned(spec.hash)?.failure?.message ?? "", /the script says so/);
  assert.equal(failures, 97, "three attempts");
});

test("what serves is replaced for as long as it takes, ever more patiently", async () => {
  let isBroken = false;
  let attempts = 0;
  const { clock, driver, invoker, spec, state } = setting({
    createFails: () => {
      attempts += 1;
      return isBroken;
    },
    act: () => "break",
  });
  invoker.provision(spec, 1, nothing);
  await pass(clock, 100);
  isBroken = true;
  const request = { requestId: "r", payload: Buffer.from("e"), invokedFunctionArn: "arn", tail: false };
  const outcome = invoker.invoke(spec, request).catch(() => undefined);
  await pass(clock, 1_000);
  await outcome;
  assert.equal(state(), "0/0/1 ready", "it is allocated, and none is available");
  attempts = 0;
  await pass(clock, 60_000);
  assert.ok(attempts > 3 && attempts < 8, `${attempts} attempts in a minute`);
  isBroken = false;
  await pass(clock, 120_000);
  assert.equal(state(), "1/1/1 ready");
  await invoker.stop(0);
  await pass(clock, 1_000);
  assert.equal(driver.alive, 0);
});

test("without room it waits for room, some of which is always left to what is made on demand", async () => {
  const { clock, driver, invoker, spec, state } = setting({}, { environmentsMax: 3 });
  const other = { ...spec, hash: "other", functionName: "other" };
  invoker.provision(spec, 3, nothing);
  invoker.provision(other, 1, nothing);
  await pass(clock, 1_000);
  assert.equal(state(), "2/0/3 in-progress");
  const request = { requestId: "r", payload: Buffer.from("e"), invokedFunctionArn: "arn", tail: false };
  const both = [spec, other].map((each) => invoker.invoke(each, request));
  await pass(clock, 1_000);
  assert.equal((await Promise.all(both)).length, 2);
  invoker.provision(spec, 1, nothing);
  await pass(clock, 1_000);
  assert.equal(state(), "1/1/1 ready");
  assert.equal(invoker.provisioned("other")?.available, 1);
  assert.equal(driver.aliveMax, 3);
});
