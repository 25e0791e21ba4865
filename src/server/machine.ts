import { findRuntimes, type RuntimeCatalogue } from "../runtimes/index.ts";
import type { TierReport } from "../sandbox/index.ts";
import { probeTiers } from "./platform.ts";

/** What a machine can isolate and run. */
export interface Machine {
  readonly tiers: readonly TierReport[];
  readonly runtimes: RuntimeCatalogue;
}

export async function inspect(dataFolder: string): Promise<Machine> {
  const [tiers, runtimes] = await Promise.all([probeTiers(), findRuntimes({ dataFolder })]);
  return { tiers, runtimes };
}
