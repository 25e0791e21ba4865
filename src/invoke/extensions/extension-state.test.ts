import assert from "node:assert/strict";
import { test } from "node:test";
import { EXTENSION_EVENTS, EXTENSION_STATES, extensionRefusalMessage, nextExtensionState } from "./extension-state.ts";

/** Every pair that is allowed; all others are refused. */
const ALLOWED: Readonly<Record<string, string>> = {
  "Started register": "Registered",
  "Started launchFailed": "LaunchError",
  "Registered next": "Ready",
  "Registered initError": "InitError",
  "Registered exitError": "ExitError",
  "Ready delivered": "Running",
  "Ready asksAgain": "Ready",
  "Ready exitError": "ExitError",
  "Running next": "Ready",
  "Running exitError": "ExitError",
  "Running exited": "Exited",
  "Running killed": "ShutdownFailed",
  "InitError initError": "InitError",
  "ExitError exitError": "ExitError",
};

for (const state of EXTENSION_STATES)
  for (const event of EXTENSION_EVENTS) {
    const expected = ALLOWED[`${state} ${event}`];
    test(`an extension that is ${state}: ${event} ${expected === undefined ? "is refused" : `makes it ${expected}`}`, () => {
      assert.equal(nextExtensionState(state, event), expected);
    });
  }

test("a refusal is worded as AWS words it", () => {
  assert.equal(
    extensionRefusalMessage("Started", "next", "e1"),
    "State transition from Started to Ready failed for extension e1. Error: State transition is not allowed",
  );
});
