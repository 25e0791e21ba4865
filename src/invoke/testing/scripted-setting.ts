// Not a test: an invoker on scripted sandboxes and a clock that is moved by hand.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FactBus, systemRandom, TestClock } from "../../base/index.ts";
import { createInvoker, type InvokerOptions } from "../create-invoker.ts";
import type { InvokeFact } from "../facts.ts";
import type { Invoker } from "../invoker.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import { makeSpec } from "./bench-setup.ts";
import type { Script } from "./script.ts";
import { ScriptedDriver } from "./scripted-driver.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-scripted-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

export interface Setting {
  readonly clock: TestClock;
  readonly driver: ScriptedDriver;
  readonly invoker: Invoker;
  readonly faults: unknown[];
  readonly spec: LaunchSpec;
  /** `allocated/available/requested status`. */
  readonly state: () => string;
}

/** What an invoker is made of that runs scripted sandboxes. */
export interface ScriptedParts {
  readonly clock: TestClock;
  readonly driver: ScriptedDriver;
  readonly faults: unknown[];
  readonly options: InvokerOptions;
  readonly spec: LaunchSpec;
}

export function scriptedParts(script: Partial<Script>, options: Partial<InvokerOptions> = {}): ScriptedParts {
  const clock = new TestClock();
  const faults: unknown[] = [];
  const driver = new ScriptedDriver({
    clock,
    chance: () => 0.5,
    createFails: () => false,
    init: () => "ready",
    act: () => "respond",
    onBegin: () => undefined,
    onEnd: () => undefined,
    ...script,
  });
  const all: InvokerOptions = {
    driver,
    clock,
    facts: new FactBus<InvokeFact>(assert.fail),
    random: systemRandom,
    credentials: () => ({ accessKeyId: "a", secretAccessKey: "b", sessionToken: "c", expiresAtMs: Infinity }),
    onFault: (error) => faults.push(error),
    ...options,
  };
  return { clock, driver, faults, options: all, spec: makeSpec(folder, {}) };
}

export function setting(script: Partial<Script>, overrides: Partial<InvokerOptions> = {}): Setting {
  const { clock, driver, faults, options, spec } = scriptedParts(script, overrides);
  const invoker = createInvoker(options);
  const state = (): string => {
    const { allocated, available, requested, status } = invoker.provisioned(spec.hash) ?? {};
    return `${allocated}/${available}/${requested} ${status}`;
  };
  return { clock, driver, invoker, faults, spec, state };
}

/** Moves time, and lets what the guests send arrive on the way. */
export async function pass(clock: TestClock, durationMs: number): Promise<void> {
  for (let passedMs = 0; passedMs < durationMs; passedMs += 20) await clock.advance(20);
}
