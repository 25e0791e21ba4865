import { join } from "node:path";
import type { Clock, Random } from "../base/index.ts";
import type { SandboxDriver, SandboxTier, TierReport } from "../sandbox/index.ts";
import { namespaceDriver } from "../sandbox/namespace/index.ts";
import { processDriver, processTierReport } from "../sandbox/process/index.ts";

export interface DriverOptions {
  readonly dataFolder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: (error: unknown) => void;
}

/** What each sandbox tier amounts to on this machine. */
export async function probeTiers(): Promise<readonly TierReport[]> {
  return [namespaceRootReport(), processTierReport()];
}

/** The driver of a tier, keeping its state in the data folder. */
export function createDriver(tier: SandboxTier, { dataFolder, clock, random, report }: DriverOptions): SandboxDriver {
  const stateFolder = join(dataFolder, "sandboxes");
  if (tier === "process") return processDriver({ stateFolder });
  return namespaceDriver({ tier, stateFolder, clock, random, onDiagnostic: report });
}

function namespaceRootReport(): TierReport {
  const usable = process.platform === "linux" && process.getuid?.() === 0;
  const reason = usable ? "this server runs as root on Linux" : "this server does not run as root on Linux";
  return { tier: "namespace-root", usable, reason, guarantees: [] };
}
