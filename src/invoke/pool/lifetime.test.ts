// Environments that are never idle for long end all the same, so that no function outlives its credentials.
import assert from "node:assert/strict";
import { test } from "node:test";
import { systemRandom } from "../../base/index.ts";
import { pass, setting } from "../testing/scripted-setting.ts";

const HOUR_MS = 3_600_000;
const request = { requestId: "r", payload: Buffer.from("e"), invokedFunctionArn: "arn", tail: false };

test("an environment in steady use is replaced within eight hours, and no event is lost", async () => {
  const { clock, driver, invoker, spec } = setting({});
  const answers: string[] = [];
  for (let minute = 0; minute < 10 * 60; minute += 5) {
    const answer = invoker.invoke(spec, request);
    await pass(clock, 200);
    answers.push(Buffer.from((await answer).payload).toString());
    await clock.advance(5 * 60_000);
    if (minute < 5 * 60) assert.equal(driver.created, 1, "there is no reason to replace it yet");
  }
  assert.deepEqual(new Set(answers), new Set(["respond e"]));
  assert.equal(driver.created, 2);
  assert.equal(driver.alive, 1);
});

test("requests that wait for an environment which has become too old get another one", async () => {
  const random = { ...systemRandom, fraction: () => 0 };
  const { clock, driver, invoker, spec } = setting({}, { random, environmentsMax: 1, keepAliveMs: 10 * HOUR_MS });
  await Promise.all([invoker.invoke(spec, request), pass(clock, 200)]);
  await clock.advance(8 * HOUR_MS - clock.monotonicMs() - 10);
  const both = [1, 2].map(() => invoker.invoke(spec, request));
  await pass(clock, 1_000);
  assert.deepEqual(
    (await Promise.all(both)).map(({ payload }) => Buffer.from(payload).toString()),
    ["respond e", "respond e"],
  );
  assert.equal(driver.created, 2);
});

test("a provisioned environment is replaced although it waits", async () => {
  const { clock, driver, invoker, spec, state } = setting({});
  invoker.provision(spec, 2, () => undefined);
  for (let minute = 0; minute < 8 * 60; minute++) {
    await clock.advance(60_000);
    await pass(clock, 60);
    if (minute > 0) assert.equal(state(), "2/2/2 ready");
    if (minute < 5 * 60) assert.ok(driver.created === 2);
  }
  assert.equal(driver.created, 4);
  assert.equal(driver.alive, 2);
});

test("what grew too old while the machine slept is given no further event", async () => {
  const { clock, driver, invoker, spec, state } = setting({});
  const served = async (hash: string): Promise<string> => {
    const answer = invoker.invoke({ ...spec, hash }, request);
    await pass(clock, 1_000);
    return Buffer.from((await answer).payload).toString();
  };
  invoker.provision(spec, 1, () => undefined);
  await pass(clock, 1_000);
  assert.equal(await served("on demand"), "respond e");
  assert.equal(driver.created, 2);
  clock.suspend(9 * HOUR_MS);
  assert.equal(await served("on demand"), "respond e");
  assert.equal(driver.created, 3);
  assert.equal(await served(spec.hash), "respond e");
  assert.equal(state(), "1/1/1 ready");
  assert.ok(driver.created >= 4);
  assert.ok(driver.alive <= 3, `${driver.alive} are left`);
});
