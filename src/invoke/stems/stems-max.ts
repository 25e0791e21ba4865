import type { SandboxDriver } from "../../sandbox/index.ts";

/** How many stem cells there may be. The process tier has none, since nothing can be mounted late there. */
export function stemsMaxOf(options: {
  readonly driver: Pick<SandboxDriver, "tier">;
  readonly stemsMax?: number | undefined;
}): number {
  return options.driver.tier === "process" ? 0 : (options.stemsMax ?? 0);
}
