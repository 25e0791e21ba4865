import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../../base/index.ts";
import type { SandboxLimits, SandboxUsage } from "../../driver.ts";
import {
  makeFolder,
  NumberFile,
  readField,
  readNumber,
  removeCgroup,
  writeIfThere,
  writeValue,
  writeValueNow,
} from "./cgroup-files.ts";
import type { CgroupHome, ResourceGroup } from "./resource-group.ts";
import { cpuShare, homeShares } from "./resource-group.ts";

/** Folder of each version 1 controller under which we may make cgroups; absent where the controller is not ours to use. */
export type V1Bases = Readonly<Partial<Record<V1Controller, string>>>;
export const V1_CONTROLLERS = ["memory", "cpu", "cpuacct", "pids", "freezer"] as const;
export type V1Controller = (typeof V1_CONTROLLERS)[number];

const MIB = 1024 * 1024;

async function limitMemory(folder: string, bytes: string): Promise<void> {
  await writeValue(join(folder, "memory.limit_in_bytes"), bytes);
  // Memory and swap together: no swap. It can only be set once the limit on memory is no greater.
  await writeIfThere(join(folder, "memory.memsw.limit_in_bytes"), bytes);
}

class V1Group implements ResourceGroup {
  readonly #folders: Readonly<Partial<Record<V1Controller, string>>>;
  readonly #clock: Clock;
  readonly #memoryPeak: NumberFile | undefined;
  readonly launcherArguments: readonly string[];

  constructor(folders: Readonly<Partial<Record<V1Controller, string>>>, clock: Clock) {
    this.#folders = folders;
    this.#clock = clock;
    // Controllers mounted together share a folder.
    const joins = [...new Set(Object.values(folders))].flatMap((folder) => ["--join", join(folder, "cgroup.procs")]);
    const { freezer, memory } = folders;
    this.#memoryPeak = memory === undefined ? undefined : new NumberFile(join(memory, "memory.max_usage_in_bytes"));
    this.launcherArguments =
      freezer === undefined ? joins : [...joins, "--thaw", join(freezer, "freezer.state"), "THAWED"];
  }

  async limit(limits: SandboxLimits): Promise<void> {
    const { memory, pids } = this.#folders;
    await Promise.all([
      pids === undefined ? undefined : writeValue(join(pids, "pids.max"), `${limits.processesMax + 1}`), // and init
      memory === undefined ? undefined : limitMemory(memory, `${limits.memoryMib * MIB}`),
    ]);
  }

  async throttle(cpuMillis: number): Promise<void> {
    const { cpu } = this.#folders;
    if (cpu === undefined) return;
    const { quotaUs, periodUs } = cpuShare(cpuMillis);
    writeValueNow(join(cpu, "cpu.cfs_period_us"), `${periodUs}`);
    writeValueNow(join(cpu, "cpu.cfs_quota_us"), `${quotaUs}`);
  }

  async unthrottle(): Promise<void> {
    const { cpu } = this.#folders;
    if (cpu !== undefined) writeValueNow(join(cpu, "cpu.cfs_quota_us"), "-1");
  }

  async freeze(): Promise<void> {
    const { freezer } = this.#folders;
    if (freezer !== undefined) writeValueNow(join(freezer, "freezer.state"), "FROZEN");
  }

  async thaw(): Promise<void> {
    const { freezer } = this.#folders;
    if (freezer !== undefined) writeValueNow(join(freezer, "freezer.state"), "THAWED");
  }

  async usage(): Promise<SandboxUsage> {
    const { cpuacct } = this.#folders;
    return {
      memoryBytesPeak: this.#memoryPeak?.read() ?? 0,
      get cpuMs() {
        return cpuacct === undefined ? 0 : readNumber(join(cpuacct, "cpuacct.usage")) / 1e6;
      },
    };
  }

  async oomKills(): Promise<number> {
    const { memory } = this.#folders;
    return memory === undefined ? 0 : readField(join(memory, "memory.oom_control"), "oom_kill");
  }

  async remove(): Promise<void> {
    this.#memoryPeak?.close();
    await Promise.all([...new Set(Object.values(this.#folders))].map((folder) => removeCgroup(folder, this.#clock)));
  }
}

export class V1Home implements CgroupHome {
  readonly kind = "cgroup v1";
  readonly has: CgroupHome["has"];
  readonly #folders: V1Bases;
  readonly #clock: Clock;

  private constructor(folders: V1Bases, clock: Clock) {
    this.#folders = folders;
    this.#clock = clock;
    const { memory, cpu, pids, freezer } = folders;
    this.has = {
      memory: memory !== undefined,
      cpu: cpu !== undefined,
      pids: pids !== undefined,
      freezer: freezer !== undefined,
    };
  }

  static async open(bases: V1Bases, instance: string, clock: Clock): Promise<V1Home> {
    const folders = within(bases, instance);
    await makeAll(folders);
    if (folders.cpu !== undefined)
      await writeIfThere(join(folders.cpu, "cpu.shares"), `${homeShares(availableParallelism())}`);
    return new V1Home(folders, clock);
  }

  async make(sandboxId: string): Promise<ResourceGroup> {
    const folders = within(this.#folders, sandboxId);
    await makeAll(folders);
    return new V1Group(folders, this.#clock);
  }

  async close(): Promise<void> {
    await Promise.all([...new Set(Object.values(this.#folders))].map((folder) => removeCgroup(folder, this.#clock)));
  }
}

function within(bases: V1Bases, name: string): V1Bases {
  return Object.fromEntries(Object.entries(bases).map(([controller, base]) => [controller, join(base, name)]));
}

async function makeAll(folders: V1Bases): Promise<void> {
  await Promise.all([...new Set(Object.values(folders))].map(makeFolder));
}
