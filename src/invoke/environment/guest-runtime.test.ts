import assert from "node:assert/strict";
import { test } from "node:test";
import { scriptedParts } from "../testing/scripted-setting.ts";
import { ScriptedProcess } from "../testing/scripted-process.ts";
import { GuestRuntime } from "./guest-runtime.ts";

const EVENTS = {
  onReady: () => undefined,
  onInitFails: () => undefined,
  onAnswer: () => undefined,
  onDone: () => undefined,
  onExit: () => undefined,
  onBreaks: assert.fail,
  onOutput: () => undefined,
};
const STEPS = ["choose", "announce", "assign"] as const;
type Step = (typeof STEPS)[number];

/** A runtime without a function, and its program; `gives` has it given its function, a step at a time. */
async function waiting(): Promise<{
  readonly ask: (path: string) => Promise<number>;
  readonly gives: (step: Step) => void;
  /** Resolves when the first question has arrived. */
  readonly isWaiting: Promise<void>;
}> {
  const { clock, driver } = scriptedParts({});
  const limits = { memoryMib: 128, cpuMillis: 72, tmpMib: 512, processesMax: 1_024, openFilesMax: 1_024 };
  const made = driver.create({ id: "one", mounts: [], limits });
  await clock.advance(20);
  const sandbox = await made;
  const told = Promise.withResolvers<void>();
  const runtime = new GuestRuntime(sandbox, clock, EVENTS, told.resolve);
  const program = new ScriptedProcess(sandbox.runtimeApi);
  const steps = {
    choose: () => runtime.choose(),
    announce: () => runtime.announce({ A: "1" }),
    assign: () => runtime.assign(EVENTS),
  };
  return {
    ask: async (path) => (await program.call("GET", `/hearth/${path}`)).status,
    gives: (step) => steps[step](),
    isWaiting: told.promise,
  };
}

for (const [name, paths] of [
  ["that asks to be woken", ["wake", "assignment", "code"]],
  ["that does not", ["assignment", "code"]],
] as const)
  for (let early = 0; early <= STEPS.length; early++)
    test(`a runtime ${name} is answered where ${early} of ${STEPS.length} steps came before it had asked for the rest`, async () => {
      const { ask, gives, isWaiting } = await waiting();
      const [first, ...rest] = paths;
      const answered = [ask(first)];
      await isWaiting;
      for (const step of STEPS.slice(0, early)) gives(step);
      answered.push(...rest.map(ask));
      for (const step of STEPS.slice(early)) gives(step);
      assert.deepEqual(
        await Promise.all(answered),
        paths.map(() => 200),
      );
      // By now a function may run there.
      for (const path of ["wake", "assignment", "code"]) assert.equal(await ask(path), 404, path);
    });
