import type { ResourceGroup } from "./cgroups/resource-group.ts";
import type { LauncherProcess, Reception } from "./launcher-process.ts";

/** A sandbox with namespaces, network, control groups and `/tmp`, but no function and no limits yet. */
export interface BlankSandbox {
  readonly launcher: LauncherProcess;
  readonly reception: Promise<Reception>;
  readonly group: ResourceGroup;
  /** Gives back what was taken for it, once its processes are dead. */
  readonly release: () => Promise<void>;
}

export async function discard(blank: BlankSandbox): Promise<void> {
  blank.launcher.keepAlive(true); // until its end is known
  blank.launcher.terminate();
  await blank.launcher.gone;
  await blank.release();
}
