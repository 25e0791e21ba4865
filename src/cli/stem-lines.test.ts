import assert from "node:assert/strict";
import { it } from "node:test";
import type { Machine } from "../server/index.ts";
import { stemLines } from "./stem-lines.ts";

type Tier = Machine["tiers"][number];

function machine(tier: Tier["tier"], usable: boolean, waiting: Readonly<Record<string, boolean>>): Machine {
  const found = Object.entries(waiting).map(([name, waitsForFunction]) => ({
    name,
    waitsForFunction,
    mounts: [],
    bootstraps: [],
    environment: {},
    version: name,
    versionHash: "",
  }));
  return {
    tiers: [{ tier, usable, reason: "", guarantees: [] }],
    runtimes: { found, missing: [] },
    retired: ["nodejs16.x"],
    powershell: { packagesOn: [], layerOn: [], cure: undefined },
    hasNodeConnection: true,
  };
}

it("says for which runtimes there are any, and for which there are none", () => {
  const lines = stemLines(
    machine("namespace-root", true, { "nodejs22.x": true, "nodejs16.x": true, "provided.al2023": false }),
  );
  assert.equal(lines[0], "in namespace-root, for nodejs22.x");
  assert.equal(lines[1], "not for provided.al2023: those boot with their function");
});

it("says why there are none", () => {
  assert.match(stemLines(machine("process", true, { "nodejs22.x": true })).join(), /^none, since the process tier/);
  assert.match(stemLines(machine("namespace-root", false, {})).join(), /^none, since no tier works here$/);
  assert.match(stemLines(machine("namespace-root", true, {})).join(), /^none, since no runtime here can wait/);
});
