import { chown, mkdir, rmdir } from "node:fs/promises";
import { join } from "node:path";
import type { CgroupBases } from "../cgroups/find-cgroups.ts";
import { baseFolders, findCgroups } from "../cgroups/find-cgroups.ts";
import { writeValue } from "../cgroups/cgroup-files.ts";

/** Control groups handed to a user, as systemd does for a unit with `Delegate=yes`. */
export interface Delegation {
  /** Files that a process writes its id to, in order to be in them. */
  readonly procs: readonly string[];
  remove(): Promise<void>;
}

/** Needs root. Undefined where there are no control groups. */
export async function delegateTo(uid: number, gid: number): Promise<Delegation | undefined> {
  const bases = await findCgroups(true);
  if (bases === undefined) return undefined;
  await passOnV2(bases);
  const folders = baseFolders(bases).map((base) => join(base, `test-delegation-${process.pid}`));
  for (const folder of folders) {
    await mkdir(folder);
    for (const name of ["", "cgroup.procs", ...("v2" in bases ? ["cgroup.subtree_control"] : [])])
      await chown(join(folder, name), uid, gid);
  }
  return {
    procs: folders.map((folder) => join(folder, "cgroup.procs")),
    remove: async () => {
      for (const folder of folders) {
        if ("v2" in bases) await rmdir(join(folder, "hearth-server"));
        await rmdir(folder);
      }
    },
  };
}

async function passOnV2(bases: CgroupBases): Promise<void> {
  if ("v2" in bases) await writeValue(join(bases.v2, "cgroup.subtree_control"), "+memory +cpu +pids");
}
