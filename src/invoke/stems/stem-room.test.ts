// Stem cells count as environments, and give way to them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FactBus } from "../../base/index.ts";
import type { InvokerOptions } from "../create-invoker.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import { pass, setting, type Setting } from "../testing/scripted-setting.ts";
import type { StemFact } from "./stem-facts.ts";

interface StemSetting extends Setting {
  /** `taken`, `discarded room` and so on, in their order. */
  readonly told: string[];
  readonly waiting: () => number | undefined;
  /** Invokes as many functions at once, each of which gets an environment of its own. */
  readonly start: (count: number, shape?: Partial<LaunchSpec>) => Promise<void>;
}

function stemSetting(options: Partial<InvokerOptions>): StemSetting {
  const told: string[] = [];
  const stemFacts = new FactBus<StemFact>(assert.fail);
  let last: StemFact | undefined;
  stemFacts.subscribe((fact) => {
    last = fact;
    told.push([fact.type.slice("stem.".length), fact.reason].filter((word) => word !== undefined).join(" "));
  });
  const given = setting({}, { stemsMax: 3, stemFacts, freezeDelayMs: false, ...options });
  const spec = { ...given.spec, runtime: { ...given.spec.runtime, waitsForFunction: true } };
  let number = 0;
  const start = async (count: number, shape: Partial<LaunchSpec> = {}): Promise<void> => {
    const all = Array.from({ length: count }, () => {
      const hash = `spec-${++number}`;
      const request = { requestId: hash, payload: Buffer.from(hash), invokedFunctionArn: "arn", tail: false };
      return given.invoker.invoke({ ...spec, ...shape, hash, functionName: hash }, request);
    });
    await pass(given.clock, 500);
    await Promise.all(all);
  };
  return { ...given, spec, told, waiting: () => last?.waiting, start };
}

test("they are grown only where there is room beside the environments that there are", async () => {
  const { clock, driver, invoker, start, waiting } = stemSetting({ environmentsMax: 5 });
  await start(4);
  await pass(clock, 1_000);
  assert.equal(waiting(), 1);
  assert.equal(driver.alive, 5);
  await Promise.all([invoker.stop(0), pass(clock, 100)]);
  assert.equal(driver.alive, 0);
});

test("one that is not of the shape that is wanted gives way to an environment", async () => {
  const { clock, driver, invoker, start, told, waiting } = stemSetting({ environmentsMax: 3 });
  await start(1);
  await pass(clock, 1_000);
  assert.equal(waiting(), 1);
  // Of a shape that can have none.
  await start(2, { environment: { TZ: "UTC" } });
  await pass(clock, 100);
  assert.deepEqual(
    told.filter((fact) => fact !== "grown"),
    ["missed", "bypassed", "bypassed", "discarded room"],
  );
  assert.equal(driver.alive, 3);
  await Promise.all([invoker.stop(0), pass(clock, 100)]);
});

test("one of the shape that is wanted is taken, and nothing has to go", async () => {
  const { clock, driver, invoker, start, told } = stemSetting({ environmentsMax: 2 });
  await start(1);
  await pass(clock, 1_000);
  await start(1);
  await pass(clock, 1_000);
  assert.deepEqual(told, ["missed", "grown", "taken"]);
  assert.equal(driver.alive, 2);
  await Promise.all([invoker.stop(0), pass(clock, 100)]);
});

test("when environments go, they come back", async () => {
  const { clock, driver, invoker, start, waiting } = stemSetting({ environmentsMax: 2, keepAliveMs: 60_000 });
  await start(2);
  await pass(clock, 1_000);
  assert.equal(waiting(), 0);
  await pass(clock, 80_000);
  assert.equal(waiting(), 1);
  assert.equal(driver.alive, 1);
  await Promise.all([invoker.stop(0), pass(clock, 100)]);
});
