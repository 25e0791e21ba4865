import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock, Random } from "../base/index.ts";
import { systemClock, systemRandom } from "../base/index.ts";
import type { InstalledRuntime, InstallOptions } from "../runtimes/index.ts";
import { archiveJavaClasses, installRuntime } from "../runtimes/index.ts";
import { createDriver, probeTiers } from "./platform.ts";
import { chooseTier } from "./tier-choice.ts";

/** Installs a runtime and what makes it start fast on this machine. Throws when it could not be installed. */
export async function install(name: string, options: InstallOptions): Promise<InstalledRuntime> {
  const installed = await installRuntime(name, options);
  const outcome = await archive(name, options, systemClock, systemRandom).catch(
    (error: unknown) => `It will start more slowly than it could: ${String(error)}`,
  );
  if (outcome !== undefined) options.onProgress?.(outcome);
  return installed;
}

/** Where no server is: the state of the sandbox is kept apart from that of one that may be running. */
async function archive(
  name: string,
  { dataFolder, environment = process.env }: InstallOptions,
  clock: Clock,
  random: Random,
): Promise<string | undefined> {
  const state = mkdtempSync(join(tmpdir(), "hearth-install-"));
  const problems: unknown[] = [];
  const { report } = chooseTier(await probeTiers(), undefined);
  const driver = await createDriver(report.tier, {
    dataFolder: state,
    clock,
    random,
    report: (error) => problems.push(error),
  });
  try {
    const id = `archive-${process.pid}`;
    const made = await archiveJavaClasses(name, { dataFolder, driver, environment, clock, id });
    return made ? "Archived its classes, for faster starts" : undefined;
  } finally {
    await driver.close();
    rmSync(state, { recursive: true, force: true });
  }
}
