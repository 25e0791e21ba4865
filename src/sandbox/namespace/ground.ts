import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock, Random } from "../../base/index.ts";
import type { Mount } from "../driver.ts";
import { SandboxError } from "../driver.ts";
import { instanceName } from "../instance-name.ts";
import { favourJoining } from "./cgroups/favour-joining.ts";
import { findCgroups, openCgroups } from "./cgroups/find-cgroups.ts";
import type { CgroupHome } from "./cgroups/resource-group.ts";
import { guestEtc } from "./guest-etc.ts";
import { resolveLauncher } from "./launcher-binary.ts";
import { HostNetwork } from "./network/host-network.ts";
import type { UserNetwork } from "./network/user-network.ts";
import { findUserNetwork, SLIRP_RESOLVER } from "./network/user-network.ts";

/** What all sandboxes of one driver stand on; made on the first use. */
export interface Ground {
  readonly launcherPath: string;
  readonly cgroups: CgroupHome | undefined;
  readonly network: HostNetwork | undefined;
  readonly userNetwork: UserNetwork | undefined;
  readonly etc: readonly Mount[];
  /** An empty folder on which the launcher puts file systems together, each in a namespace of its own. */
  readonly root: string;
  close(): Promise<void>;
}

export interface GroundOptions {
  readonly isRoot: boolean;
  readonly stateFolder: string;
  readonly clock: Clock;
  readonly random: Random;
}

/** Throws `SandboxError` when there is no launcher. */
export async function prepareGround({ isRoot, stateFolder, clock, random }: GroundOptions): Promise<Ground> {
  const root = join(stateFolder, "root");
  await mkdir(root, { recursive: true });
  const [launcher, bases, network, userNetwork] = await Promise.all([
    resolveLauncher(),
    findCgroups(isRoot),
    isRoot ? HostNetwork.open(random) : undefined,
    isRoot ? undefined : findUserNetwork(),
  ]);
  if ("missing" in launcher) throw new SandboxError("launch-failed", launcher.missing);
  const hasSlirp = userNetwork !== undefined && "path" in userNetwork;
  const [etc, cgroups] = await Promise.all([
    guestEtc(join(stateFolder, "etc"), hasSlirp ? SLIRP_RESOLVER : undefined),
    bases === undefined ? undefined : openCgroups(bases, instanceName(random), clock),
  ]);
  const stopFavouring = isRoot && bases !== undefined && "v1" in bases ? favourJoining(launcher.path, root) : undefined;
  return {
    launcherPath: launcher.path,
    cgroups,
    network,
    userNetwork,
    etc,
    root,
    close: async () => {
      stopFavouring?.();
      await Promise.all([network?.close(), cgroups?.close()]);
    },
  };
}
