import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../../base/index.ts";
import type { SandboxLimits, SandboxUsage } from "../../driver.ts";
import {
  hasCode,
  makeFolder,
  NumberFile,
  readField,
  readText,
  removeCgroup,
  writeIfThere,
  writeValue,
} from "./cgroup-files.ts";
import type { CgroupHome, ResourceGroup } from "./resource-group.ts";
import { cpuShare, homeWeight } from "./resource-group.ts";

const MIB = 1024 * 1024;
const WANTED = ["memory", "cpu", "pids"] as const;

class V2Group implements ResourceGroup {
  readonly #folder: string;
  readonly #has: CgroupHome["has"];
  readonly #clock: Clock;
  readonly #memoryPeak: NumberFile;
  readonly launcherArguments: readonly string[];

  constructor(folder: string, has: CgroupHome["has"], clock: Clock) {
    this.#folder = folder;
    this.#has = has;
    this.#clock = clock;
    this.#memoryPeak = new NumberFile(join(folder, "memory.peak"));
    this.launcherArguments = ["--into", folder, "--thaw", join(folder, "cgroup.freeze"), "0"];
  }

  async limit(limits: SandboxLimits): Promise<void> {
    const writes: Promise<void>[] = [];
    if (this.#has.memory)
      writes.push(
        this.#write("memory.max", `${limits.memoryMib * MIB}`),
        writeIfThere(join(this.#folder, "memory.swap.max"), "0"),
      );
    if (this.#has.pids) writes.push(this.#write("pids.max", `${limits.processesMax + 1}`)); // and init
    await Promise.all(writes);
  }

  async throttle(cpuMillis: number): Promise<void> {
    const { quotaUs, periodUs } = cpuShare(cpuMillis);
    if (this.#has.cpu) await this.#write("cpu.max", `${quotaUs} ${periodUs}`);
  }

  async unthrottle(): Promise<void> {
    if (this.#has.cpu) await this.#write("cpu.max", "max");
  }

  freeze(): Promise<void> {
    return this.#write("cgroup.freeze", "1");
  }

  thaw(): Promise<void> {
    return this.#write("cgroup.freeze", "0");
  }

  async usage(): Promise<SandboxUsage> {
    const folder = this.#folder;
    return {
      memoryBytesPeak: this.#memoryPeak.read(),
      get cpuMs() {
        return readField(join(folder, "cpu.stat"), "usage_usec") / 1e3;
      },
    };
  }

  async oomKills(): Promise<number> {
    return readField(join(this.#folder, "memory.events"), "oom_kill");
  }

  remove(): Promise<void> {
    this.#memoryPeak.close();
    return removeCgroup(this.#folder, this.#clock);
  }

  #write(file: string, text: string): Promise<void> {
    return writeValue(join(this.#folder, file), text);
  }
}

export class V2Home implements CgroupHome {
  readonly kind = "cgroup v2";
  readonly has: CgroupHome["has"];
  readonly #folder: string;
  readonly #clock: Clock;

  private constructor(folder: string, has: CgroupHome["has"], clock: Clock) {
    this.#folder = folder;
    this.has = has;
    this.#clock = clock;
  }

  /** `base` is a cgroup that we may divide: the root, or one delegated to this process. */
  static async open(base: string, instance: string, clock: Clock): Promise<V2Home> {
    const folder = join(base, instance);
    const given = readText(join(base, "cgroup.controllers")).split(/\s+/);
    const controllers = WANTED.filter((name) => given.includes(name));
    await passOn(base, controllers);
    await makeFolder(folder);
    await passOn(folder, controllers);
    if (controllers.includes("cpu"))
      await writeIfThere(join(folder, "cpu.weight"), `${homeWeight(availableParallelism())}`);
    const has = { memory: false, cpu: false, pids: false, freezer: true };
    for (const name of controllers) has[name] = true;
    return new V2Home(folder, has, clock);
  }

  async make(sandboxId: string): Promise<ResourceGroup> {
    const folder = join(this.#folder, sandboxId);
    await makeFolder(folder);
    return new V2Group(folder, this.has, this.#clock);
  }

  close(): Promise<void> {
    return removeCgroup(this.#folder, this.#clock);
  }
}

/**
 * Lets the cgroups within use the controllers. A cgroup that does may not have processes of its own ("no internal
 * processes", kernel documentation of cgroup v2), so this process moves into a leaf where it is in the way.
 */
async function passOn(folder: string, controllers: readonly string[]): Promise<void> {
  if (controllers.length === 0) return;
  const control = join(folder, "cgroup.subtree_control");
  const text = controllers.map((name) => `+${name}`).join(" ");
  try {
    await writeValue(control, text);
  } catch (error) {
    if (!hasCode(error, "EBUSY")) throw error;
    const leaf = join(folder, "hearth-server");
    await makeFolder(leaf);
    await writeValue(join(leaf, "cgroup.procs"), `${process.pid}`);
    await writeValue(control, text);
  }
}
