import assert from "node:assert/strict";
import { it } from "node:test";
import type { SandboxTier, TierReport } from "../sandbox/index.ts";
import { chooseTier } from "./tier-choice.ts";

function report(tier: SandboxTier, usable: boolean): TierReport {
  const guarantees = usable ? [] : [{ name: "filesystem" as const, held: false, how: "none", cure: "sudo hearth up" }];
  return { tier, usable, reason: usable ? "it works" : "not root", guarantees };
}

const all = (root: boolean, rootless: boolean, plain: boolean): TierReport[] => [
  report("process", plain),
  report("namespace-rootless", rootless),
  report("namespace-root", root),
];

it("takes the strongest that works and says what kept it from more", () => {
  assert.deepEqual(chooseTier(all(true, true, true), undefined).report.tier, "namespace-root");
  const { report: taken, reason } = chooseTier(all(false, true, true), undefined);
  assert.equal(taken.tier, "namespace-rootless");
  assert.equal(reason, "it works; no namespace-root: not root");
  assert.equal(chooseTier(all(false, false, true), undefined).report.tier, "process");
});

it("takes the one that was named, or none", () => {
  assert.equal(chooseTier(all(true, true, true), "process").reason, "it works (chosen by --tier)");
  assert.throws(() => chooseTier(all(false, true, true), "namespace-root"), {
    name: "ConfigError",
    message:
      "the sandbox tier namespace-root does not work here: not root. What would help: sudo hearth up. " +
      "What works: --tier namespace-rootless or --tier process",
  });
  assert.throws(() => chooseTier([report("process", true)], "namespace-root"), /this system has nothing of the kind/);
});

it("refuses when nothing works", () => {
  assert.throws(
    () => chooseTier(all(false, false, false), undefined),
    /no sandbox tier works here: no namespace-root: not root; /,
  );
});
