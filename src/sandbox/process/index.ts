import type { SandboxDriver } from "../driver.ts";
import type { ProcessDriverOptions } from "./process-driver.ts";

export type { ProcessDriverOptions } from "./process-driver.ts";
export { processTierReport } from "./process-tier-report.ts";

/** The driver of this tier, which is loaded where no better one is there. */
export async function openProcessDriver(options: ProcessDriverOptions): Promise<SandboxDriver> {
  return (await import("./process-driver.ts")).processDriver(options);
}
