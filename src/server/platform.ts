import { join } from "node:path";
import type { Clock, Random } from "../base/index.ts";
import type { SandboxDriver, SandboxTier, TierReport } from "../sandbox/index.ts";
import { namespaceDriver, probeNamespace } from "../sandbox/namespace/index.ts";
import { openProcessDriver, processTierReport } from "../sandbox/process/index.ts";

export interface DriverOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: (error: unknown) => void;
}

/** What each sandbox tier amounts to on this machine. */
export async function probeTiers(): Promise<readonly TierReport[]> {
  return [...(await probeNamespace()), processTierReport()];
}

/** The driver of a tier, keeping its state in the data folder. */
export async function createDriver(
  tier: SandboxTier,
  { dataFolder, clock, random, report }: DriverOptions,
): Promise<SandboxDriver> {
  const stateFolder = join(dataFolder, "sandboxes");
  if (tier === "process") return openProcessDriver({ stateFolder, clock, random });
  return namespaceDriver({ tier, stateFolder, clock, random, onDiagnostic: report });
}
