import type { Machine } from "../server/index.ts";

type Tier = Machine["tiers"][number];

/** From strong to weak, as `hearth up` chooses. */
const STRENGTH: readonly Tier["tier"][] = ["namespace-root", "namespace-rootless", "process"];

/** The tier that `hearth up` would take. */
export function bestTier({ tiers }: Pick<Machine, "tiers">): Tier | undefined {
  return STRENGTH.flatMap((name) => tiers.filter(({ tier }) => tier === name)).find(({ usable }) => usable);
}

export interface Improvement {
  readonly command: string;
  readonly why: string;
}

/**
 * The one command that would improve this machine most: isolation first, then what the isolation lacks, then a runtime.
 * Undefined when there is nothing to improve.
 */
export function bestCure(machine: Machine): Improvement | undefined {
  const best = bestTier(machine);
  const unusable = machine.tiers.filter(({ usable }) => !usable);
  const candidates = best === undefined || best.tier === "process" ? [...unusable, best] : [best, ...unusable];
  for (const report of candidates) {
    const lacking = report?.guarantees.find(({ held, cure }) => !held && cure !== undefined);
    if (report !== undefined && lacking?.cure !== undefined)
      return { command: lacking.cure, why: report.usable ? `${lacking.name}: ${lacking.how}` : report.reason };
  }
  const missing = machine.runtimes.missing.find(({ curable }) => curable);
  return missing === undefined ? undefined : { command: missing.cure, why: missing.reason };
}
