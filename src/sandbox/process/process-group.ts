import { readFileSync } from "node:fs";

/** A child and everything it forked that stayed in its group, told apart from a later group of the same number. */
export interface ProcessGroup {
  readonly pid: number;
  /** Start of the leader in clock ticks since boot; undefined where the system does not tell. */
  readonly startTicks: number | undefined;
}

/** Sends a signal to every member; 0 only asks. False when there is none left. */
export function signalGroup(pid: number, signal: "SIGTERM" | "SIGKILL" | "SIGSTOP" | "SIGCONT" | 0): boolean {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    // ESRCH: all gone. EPERM: on macOS, what is left are zombies.
    if (error instanceof Error && "code" in error && (error.code === "ESRCH" || error.code === "EPERM")) return false;
    throw error;
  }
}

/** Highest resident memory of a process so far, 0 where the system does not tell. */
export function memoryBytesPeak(pid: number): number {
  try {
    const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return kib === undefined ? 0 : Number(kib) * 1024;
  } catch {
    return 0;
  }
}
