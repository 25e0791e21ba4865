import { access, readFile } from "node:fs/promises";
import { join } from "node:path";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import type { Guarantee, SandboxTier, TierReport } from "../driver.ts";
import type { CgroupBases } from "./cgroups/find-cgroups.ts";
import { findCgroups } from "./cgroups/find-cgroups.ts";
import { resolveLauncher } from "./launcher-binary.ts";
import { LauncherProcess } from "./launcher-process.ts";
import { findFirewall } from "./network/firewall.ts";
import { findUserNetwork } from "./network/user-network.ts";

/**
 * Finds out what both tiers of namespaces amount to here. The proof is a sandbox that is really made, in about 10 ms:
 * no list of kernel settings, container run-times and security modules would ever be complete.
 */
export async function probeNamespace(): Promise<readonly TierReport[]> {
  const reports: TierReport[] = [];
  for (const tier of ["namespace-root", "namespace-rootless"] as const) reports.push(await probe(tier));
  return reports;
}

async function probe(tier: "namespace-root" | "namespace-rootless"): Promise<TierReport> {
  const isRoot = tier === "namespace-root";
  if (process.platform !== "linux") return unusable(tier, "namespaces are a feature of the Linux kernel");
  if (isRoot !== (process.geteuid?.() === 0))
    return isRoot
      ? unusable(tier, "it needs root", "sudo hearth up")
      : unusable(tier, "Hearth runs as root, which namespace-root is made for");
  const launcher = await resolveLauncher();
  if ("missing" in launcher)
    return unusable(tier, launcher.missing, "apt-get install -y gcc libc6-dev && npm run build:launcher");
  const [complaint, guarantees] = await Promise.all([tryOut(launcher.path, isRoot), isRoot ? asRoot() : rootless()]);
  if (complaint !== undefined) return unusable(tier, complaint, await cureFor(isRoot));
  const reason = isRoot
    ? "running as root, with namespaces of Hearth's own making"
    : "running as an ordinary user, with unprivileged user namespaces";
  return { tier, usable: true, reason, guarantees: [...isolation(isRoot), ...guarantees] };
}

function unusable(tier: SandboxTier, reason: string, cure?: string): TierReport {
  const how = "the tier cannot be used";
  return {
    tier,
    usable: false,
    reason,
    guarantees: cure === undefined ? [] : [{ name: "filesystem", held: false, how, cure }],
  };
}

/** Makes a sandbox as bare as possible. Returns why it cannot be made. */
async function tryOut(launcherPath: string, isRoot: boolean): Promise<string | undefined> {
  const root = await mkdtemp(join(tmpdir(), "hearth-probe-"));
  const plan = ["--root", root, "--uid", "65534", "--gid", "65534"];
  const limits = { memoryMib: 1, cpuMillis: 1, tmpMib: 1, processesMax: 64, openFilesMax: 64 };
  const launcher = new LauncherProcess(launcherPath, [...plan, ...(isRoot ? [] : ["--rootless"])]);
  try {
    await Promise.all([launcher.ready, launcher.configure({ id: "probe", mounts: [], limits }, undefined)]);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    launcher.terminate();
    await launcher.gone;
    await rm(root, { recursive: true, force: true });
  }
}

function isolation(isRoot: boolean): readonly Guarantee[] {
  return [
    {
      name: "filesystem",
      held: true,
      how: "mount namespace; only /tmp can be written, only what is needed can be seen",
    },
    { name: "processes", held: true, how: isRoot ? "pid namespace, a user id of its own" : "pid and user namespaces" },
    { name: "network isolation", held: true, how: "network namespace" },
    { name: "system calls", held: true, how: "seccomp filter, no capabilities, no new privileges" },
  ];
}

async function asRoot(): Promise<readonly Guarantee[]> {
  const [bases, firewall, hasDisks] = await Promise.all([findCgroups(true), findFirewall(), canMakeDisks()]);
  return [
    firewall === undefined
      ? { name: "outgoing network", held: false, how: "none: loopback only", cure: "apt-get install -y nftables" }
      : { name: "outgoing network", held: true, how: `NAT by ${firewall.name}; the host itself is out of reach` },
    ...resourceLimits(
      bases,
      "none: no cgroup can be made here",
      "start the container with --cgroupns=private and /sys/fs/cgroup writable",
    ),
    hasDisks
      ? { name: "tmp limit", held: true, how: "a disk image of its own" }
      : { name: "tmp limit", held: true, how: "in memory, and counted as such", cure: "apt-get install -y e2fsprogs" },
  ];
}

async function rootless(): Promise<readonly Guarantee[]> {
  const [bases, network] = await Promise.all([findCgroups(false), findUserNetwork()]);
  const delegate = "systemd-run --user --scope -p Delegate=yes hearth up";
  return [
    "path" in network
      ? { name: "outgoing network", held: true, how: "slirp4netns; the host itself is out of reach" }
      : {
          name: "outgoing network",
          held: false,
          how: `none: loopback only, since ${network.missing}`,
          cure: network.cure,
        },
    ...resourceLimits(bases, "none: no cgroup was delegated to this user", delegate),
    { name: "tmp limit", held: true, how: "in memory, and counted as such" },
  ];
}

function resourceLimits(bases: CgroupBases | undefined, none: string, cure: string): readonly Guarantee[] {
  const v1 = bases !== undefined && "v1" in bases ? bases.v1 : undefined;
  const kind = v1 === undefined ? "cgroup v2" : "cgroup v1";
  const hold = (name: Guarantee["name"], held: boolean): Guarantee =>
    held ? { name, held, how: kind } : { name, held, how: none, cure };
  const all = bases !== undefined && v1 === undefined;
  return [
    hold("memory limit", all || v1?.memory !== undefined),
    hold("cpu limit", all || v1?.cpu !== undefined),
    all || v1?.pids !== undefined
      ? hold("process limit", true)
      : { name: "process limit", held: true, how: "resource limit of the user" },
  ];
}

async function canMakeDisks(): Promise<boolean> {
  try {
    await access("/dev/loop-control");
    return true;
  } catch {
    return false; // which is what was asked
  }
}

/** The setting that most likely stands in the way, and the command that changes it. */
async function cureFor(isRoot: boolean): Promise<string | undefined> {
  if (isRoot) return "start the container with --privileged";
  const settings: readonly (readonly [string, string, string])[] = [
    ["kernel/apparmor_restrict_unprivileged_userns", "1", "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"],
    ["kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"],
    ["user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000"],
  ];
  for (const [file, bad, cure] of settings) {
    const value = await readFile(`/proc/sys/${file}`, "utf8").catch(() => ""); // not every kernel has every setting
    if (value.trim() === bad) return `sudo ${cure}`;
  }
  return undefined;
}
