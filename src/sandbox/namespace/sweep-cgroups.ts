import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import type { Clock } from "../../base/index.ts";
import { hasCode, innerCgroups, removeCgroup, writeIfThere } from "./cgroups/cgroup-files.ts";
import { isDeadInstance } from "../instance-name.ts";

/** Removes the cgroups of servers that are dead, with the frozen processes that may be in them. */
export async function sweepCgroups(bases: readonly string[], clock: Clock): Promise<void> {
  for (const base of bases)
    for (const home of await innerCgroups(base)) {
      if (!isDeadInstance(basename(home))) continue;
      for (const cgroup of await innerCgroups(home)) await killMembers(cgroup);
      await removeCgroup(home, clock);
    }
}

/** A process that cgroup v1 froze dies only once it is thawed. */
async function killMembers(cgroup: string): Promise<void> {
  await Promise.all([
    writeIfThere(join(cgroup, "freezer.state"), "THAWED"),
    writeIfThere(join(cgroup, "cgroup.freeze"), "0"),
  ]);
  const members = await readFile(join(cgroup, "cgroup.procs"), "utf8").catch((error: unknown) => {
    if (hasCode(error, "ENOENT", "ENODEV")) return "";
    throw error;
  });
  for (const pid of members.split("\n").map(Number))
    if (pid > 0)
      try {
        process.kill(pid, "SIGKILL");
      } catch (error) {
        if (!hasCode(error, "ESRCH")) throw error;
      }
}
