import assert from "node:assert/strict";
import { test } from "node:test";
import { nextRuntimeState, refusalMessage, RUNTIME_EVENTS, RUNTIME_STATES } from "./runtime-state.ts";

const ALLOWED = new Map([
  ["Started next", "Ready"],
  ["Started initError", "InitError"],
  ["Ready delivered", "Running"],
  ["Ready abandoned", "RuntimeResponseSentState"],
  ["Running response", "InvocationResponse"],
  ["Running error", "InvocationErrorResponse"],
  ["InvocationResponse sent", "RuntimeResponseSentState"],
  ["InvocationErrorResponse sent", "RuntimeResponseSentState"],
  ["RuntimeResponseSentState next", "Ready"],
]);

for (const state of RUNTIME_STATES)
  for (const event of RUNTIME_EVENTS)
    test(`${state}: ${event} → ${ALLOWED.get(`${state} ${event}`) ?? "refused"}`, () => {
      assert.equal(nextRuntimeState(state, event), ALLOWED.get(`${state} ${event}`));
    });

test("a refusal names both states", () => {
  assert.equal(
    refusalMessage("Ready", "error"),
    "State transition from Ready to InvocationErrorResponse failed for runtime. Error: State transition is not allowed",
  );
});
