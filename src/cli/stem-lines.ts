import type { Machine } from "../server/index.ts";
import { bestTier } from "./best-cure.ts";

/** Where and for which runtimes there are stem cells on a machine, and why not elsewhere, in a few lines. */
export function stemLines(machine: Pick<Machine, "tiers" | "runtimes" | "retired">): readonly string[] {
  const best = bestTier(machine);
  if (best === undefined) return ["none, since no tier works here"];
  if (best.tier === "process")
    return ["none, since the process tier cannot put code in place once a runtime runs; every cold start boots"];
  const found = machine.runtimes.found.filter(({ name }) => !machine.retired.includes(name));
  const names = (waits: boolean): string =>
    found
      .filter(({ waitsForFunction = false }) => waitsForFunction === waits)
      .map(({ name }) => name)
      .join(" ");
  const [able, unable] = [names(true), names(false)];
  return [
    able === "" ? `none, since no runtime here can wait for a function` : `in ${best.tier}, for ${able}`,
    ...(unable === "" ? [] : [`not for ${unable}: those boot with their function`]),
    "nor for functions with external extensions, a wrapper script, or a variable that is read at boot (NODE_OPTIONS, TZ)",
  ];
}
