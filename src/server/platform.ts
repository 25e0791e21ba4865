import { join } from "node:path";
import type { SandboxDriver, SandboxTier, TierReport } from "../sandbox/index.ts";
import { SandboxError } from "../sandbox/index.ts";
import { processDriver, processTierReport } from "../sandbox/process/index.ts";

/** What each sandbox tier amounts to on this machine. */
export async function probeTiers(): Promise<readonly TierReport[]> {
  return [processTierReport()];
}

/** The driver of a tier, keeping its state in the data folder. */
export function createDriver(tier: SandboxTier, dataFolder: string): SandboxDriver {
  if (tier === "process") return processDriver({ stateFolder: join(dataFolder, "sandboxes") });
  throw new SandboxError("launch-failed", `the sandbox tier ${tier} does not exist yet`);
}
