import { readFileSync } from "node:fs";
import type { Random } from "../base/index.ts";

/**
 * The name under which one server keeps its cgroups: `hearth-PID-STARTTIME-CHANCE`. Process id and start time together
 * name a process once and for all, so that anyone can tell whether the owner still lives.
 */
export function instanceName(random: Random): string {
  return `hearth-${process.pid}-${startTicks(process.pid) ?? 0}-${random.hex(3)}`;
}

/** Whether a name is that of a server, and that server is dead. Where there is no `/proc` its process id has to do. */
export function isDeadInstance(name: string): boolean {
  const [, pid, started] = /^hearth-(\d+)-(\d+)-[0-9a-f]+$/.exec(name) ?? [];
  if (pid === undefined || started === undefined) return false;
  return started === "0" ? !isRunning(Number(pid)) : `${startTicks(Number(pid))}` !== started;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM"; // somebody else's, but alive
  }
}

/** Start of a process in clock ticks since boot; undefined when there is none ("proc_pid_stat(5)", field 22). */
export function startTicks(pid: number): number | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field is a name in parentheses that may itself contain anything.
    return Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[19]);
  } catch {
    return undefined; // no such process
  }
}
