import {
  findRuntimes,
  hasNodeConnection,
  isRetired,
  type PowershellSupport,
  powershellSupport,
  type RuntimeCatalogue,
} from "../runtimes/index.ts";
import type { TierReport } from "../sandbox/index.ts";
import { probeTiers } from "./platform.ts";

/** What a machine can isolate and run. */
export interface Machine {
  readonly tiers: readonly TierReport[];
  readonly runtimes: RuntimeCatalogue;
  /** Names of the runtimes that were found, but take no new functions. */
  readonly retired: readonly string[];
  readonly powershell: PowershellSupport;
  /** Whether Node.js functions have the connection that is compiled; without it their environments take more memory. */
  readonly hasNodeConnection: boolean;
}

export async function inspect(dataFolder: string): Promise<Machine> {
  const [tiers, runtimes] = await Promise.all([probeTiers(), findRuntimes({ dataFolder })]);
  return machineOf(tiers, runtimes);
}

export function machineOf(tiers: readonly TierReport[], runtimes: RuntimeCatalogue): Machine {
  const retired = runtimes.found.map(({ name }) => name).filter(isRetired);
  return {
    tiers,
    runtimes,
    retired,
    powershell: powershellSupport(runtimes),
    hasNodeConnection: hasNodeConnection(),
  };
}
