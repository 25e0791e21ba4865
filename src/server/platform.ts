import type { SandboxDriver, SandboxTier, TierReport } from "../sandbox/index.ts";
import { SandboxError } from "../sandbox/index.ts";

/** The machine as the sandbox and runtime rooms find it. */
export async function probeTiers(): Promise<readonly TierReport[]> {
  return [{ tier: "process", usable: true, reason: "drivers are not wired yet", guarantees: [] }];
}

export function createDriver(tier: SandboxTier): SandboxDriver {
  return {
    tier,
    create: () => Promise.reject(new SandboxError("launch-failed", "drivers are not wired yet")),
    sweep: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
