import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FactBus, systemClock, systemRandom } from "../../base/index.ts";
import type { InvokeFact } from "../facts.ts";
import { ChildDriver } from "../testing/child-driver.ts";
import { makeSpec } from "../testing/bench-setup.ts";
import { initLimitMs } from "./initialization.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-initialization-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const parts = {
  driver: new ChildDriver(),
  facts: new FactBus<InvokeFact>(() => undefined),
  clock: systemClock,
  random: systemRandom,
  credentials: () => ({ accessKeyId: "a", secretAccessKey: "b", sessionToken: "c", expiresAtMs: Infinity }),
  initTimeoutMs: 10_000,
  provisionedInitTimeoutMs: undefined,
  keepAliveMs: 1,
  lifetimeMs: 1,
  freezeDelayMs: undefined,
  onFault: () => undefined,
};

for (const [timeoutMs, limitMs] of [
  [3_000, 130_000],
  [130_000, 130_000],
  [300_000, 300_000],
  [900_000, 900_000],
  [5_400_000, 900_000],
] as const)
  test(`a provisioned environment of a function with ${timeoutMs} ms has ${limitMs} ms to initialise`, () => {
    const spec = makeSpec(folder, { spec: { timeoutMs } });
    assert.equal(initLimitMs({ spec, initialization: "provisioned-concurrency" }, parts), limitMs);
    assert.equal(initLimitMs({ spec, initialization: "on-demand" }, parts), 10_000);
  });
