import type { TierReport } from "../driver.ts";

/** What this tier holds, which is next to nothing. */
export function processTierReport(): TierReport {
  const guarantees = [
    { name: "filesystem", held: false, how: "guests read and write whatever this user may" },
    { name: "processes", held: false, how: "guests see and signal the processes of this user" },
    { name: "network isolation", held: false, how: "guests reach the services of this machine" },
    { name: "outgoing network", held: true, how: "the network of this machine" },
    { name: "memory limit", held: false, how: "not limited" },
    { name: "cpu limit", held: false, how: "not limited" },
    { name: "process limit", held: false, how: "not limited" },
    { name: "tmp limit", held: false, how: "not limited; TMPDIR is a folder of its own" },
    { name: "system calls", held: false, how: "not filtered" },
  ] as const;
  return { tier: "process", usable: true, reason: "plain processes work everywhere and isolate nothing", guarantees };
}
