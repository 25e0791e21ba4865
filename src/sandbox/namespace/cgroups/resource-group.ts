import type { SandboxLimits, SandboxUsage } from "../../driver.ts";

/** The kernel's accounting and limits of one sandbox: a cgroup, or one per controller in version 1. */
export interface ResourceGroup {
  /** How the launcher puts init into it, and thaws it when the server is dead. */
  readonly launcherArguments: readonly string[];
  /** Sets the limits on memory and processes; that on the processor waits for `throttle`. */
  limit(limits: SandboxLimits): Promise<void>;
  throttle(cpuMillis: number): Promise<void>;
  unthrottle(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  usage(): Promise<SandboxUsage>;
  /** How many processes the kernel has killed for exceeding the memory limit. */
  oomKills(): Promise<number>;
  /** Removes it once its processes are dead. */
  remove(): Promise<void>;
}

/** Where one server keeps the groups of its sandboxes. */
export interface CgroupHome {
  /** Which limits hold here, and by what. */
  readonly kind: string;
  readonly has: Readonly<Record<"memory" | "cpu" | "pids" | "freezer", boolean>>;
  make(sandboxId: string): Promise<ResourceGroup>;
  /** Removes the home and whatever is left in it. */
  close(): Promise<void>;
}

/** A share of processor time as the kernel takes it: `quotaUs` in every `periodUs`. */
export interface CpuShare {
  readonly quotaUs: number;
  readonly periodUs: number;
}

/** What a group weighs unless it is told otherwise, as version 1 counts (kernel documentation of "cpu.shares"). */
const SHARES_USUAL = 1_024;
/** What all sandboxes together weigh on each processor. */
const SHARES_PER_PROCESSOR = 128;

/**
 * The weight of all sandboxes together against the rest of the machine. The kernel divides the weight of a group among the
 * processors on which it runs, so that on a machine with few of them guests would weigh as much as the server on whose
 * answers all of them wait. From eight processors on this is the usual weight.
 */
export function homeShares(processors: number): number {
  return Math.min(SHARES_USUAL, SHARES_PER_PROCESSOR * processors);
}

/** The same as version 2 counts, where the usual weight is 100. */
export function homeWeight(processors: number): number {
  return Math.round((homeShares(processors) * 100) / SHARES_USUAL);
}

const PERIOD_US = 20_000;
/** The kernel refuses smaller quotas. */
const QUOTA_US_MIN = 1_000;

/** Short periods keep the stalls of a small share short; where the quota would get too small the period grows instead. */
export function cpuShare(cpuMillis: number): CpuShare {
  const quotaUs = Math.round((cpuMillis * PERIOD_US) / 1_000);
  if (quotaUs >= QUOTA_US_MIN) return { quotaUs, periodUs: PERIOD_US };
  return { quotaUs: QUOTA_US_MIN, periodUs: Math.min(1_000_000, Math.round((QUOTA_US_MIN * 1_000) / cpuMillis)) };
}
