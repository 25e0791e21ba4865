import assert from "node:assert/strict";
import { it } from "node:test";
import { bestCure, bestTier } from "./best-cure.ts";
import type { Machine } from "../server/index.ts";

type Tier = Machine["tiers"][number];

const POWERSHELL: Machine["powershell"] = { packagesOn: [], layerOn: [], cure: undefined };

function tier(name: Tier["tier"], usable: boolean, cure?: string): Tier {
  const guarantees = cure === undefined ? [] : [{ name: "filesystem" as const, held: false, how: "open", cure }];
  return { tier: name, usable, reason: `${name} says so`, guarantees };
}

function machine(tiers: Tier[], missing: Machine["runtimes"]["missing"] = []): Machine {
  return { tiers, runtimes: { found: [], missing }, retired: [], powershell: POWERSHELL, hasNodeConnection: true };
}

it("takes the strongest tier that works", () => {
  assert.equal(
    bestTier(machine([tier("process", true), tier("namespace-rootless", true)]))?.tier,
    "namespace-rootless",
  );
  assert.equal(bestTier(machine([tier("namespace-root", false)])), undefined);
});

it("cures missing isolation before anything else", () => {
  const tiers = [tier("process", true, "no cure for this"), tier("namespace-rootless", false, "sysctl it")];
  assert.deepEqual(bestCure(machine(tiers)), { command: "sysctl it", why: "namespace-rootless says so" });
});

it("then what the isolation lacks, then a runtime", () => {
  const missing = [
    { name: "java21", reason: "not supported", cure: "bring it along", curable: false },
    { name: "nodejs20.x", reason: "no Node.js 20", cure: "hearth runtimes install nodejs20.x", curable: true },
  ];
  const lacking = [tier("namespace-root", true, "apt-get install nftables"), tier("process", true)];
  assert.deepEqual(bestCure(machine(lacking, missing)), {
    command: "apt-get install nftables",
    why: "filesystem: open",
  });
  const whole = [tier("namespace-root", true)];
  assert.deepEqual(bestCure(machine(whole, missing)), {
    command: "hearth runtimes install nodejs20.x",
    why: "no Node.js 20",
  });
  assert.equal(bestCure(machine(whole, missing.slice(0, 1))), undefined);
});
