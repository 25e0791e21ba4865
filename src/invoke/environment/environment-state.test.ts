import assert from "node:assert/strict";
import { test } from "node:test";
import { ENVIRONMENT_EVENTS, ENVIRONMENT_STATES, nextEnvironmentState } from "./environment-state.ts";
import { LifeCycle } from "./life-cycle.ts";

const ALLOWED = new Map([
  ["booting created", "initialising"],
  ["booting createFailed", "gone"],
  ["booting prepared", "pooled"],
  ["booting drain", "draining"],
  ["pooled assigned", "assigned"],
  ["pooled drain", "draining"],
  ["pooled died", "gone"],
  ["assigned attached", "initialising"],
  ["assigned drain", "draining"],
  ["assigned died", "gone"],
  ["initialising ready", "idle"],
  ["initialising initFailed", "resetting"],
  ["initialising drain", "draining"],
  ["initialising died", "gone"],
  ["idle taken", "busy"],
  ["idle runtimeLost", "resetting"],
  ["idle drain", "draining"],
  ["idle died", "gone"],
  ["busy finished", "idle"],
  ["busy failed", "resetting"],
  ["busy drain", "draining"],
  ["busy died", "gone"],
  ["resetting wiped", "idle"],
  ["resetting drain", "draining"],
  ["resetting died", "gone"],
  ["draining destroyed", "gone"],
  ["draining died", "gone"],
]);

for (const state of ENVIRONMENT_STATES)
  for (const event of ENVIRONMENT_EVENTS) {
    const expected = ALLOWED.get(`${state} ${event}`);
    test(`${state}: ${event} → ${expected ?? "refused"}`, () => {
      assert.equal(nextEnvironmentState(state, event), expected);
    });
  }

test("a life cycle begins with booting, and refuses aloud what is not in the table", () => {
  const life = new LifeCycle("e1");
  assert.equal(life.state, "booting");
  assert.throws(() => life.move("taken"), /Environment e1: "taken" is not allowed while booting\./);
  assert.equal(life.state, "booting");
  life.move("created");
  assert.equal(life.state, "initialising");
});
