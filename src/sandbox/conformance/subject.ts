import type { ChildProcess } from "node:child_process";
import type { SandboxDriver } from "../driver.ts";

/** What a tier, or the machine it is tested on, may lack. Everything else must hold on every tier. */
export type Feature =
  | "isolation"
  | "complete kill" // processes that left their group and session die as well
  | "own death" // a sandbox dies with its server, without a sweep
  | "shell outputs" // /dev/stdout and /dev/stderr can be opened
  | "memory limit"
  | "cpu limit"
  | "process limit"
  | "tmp limit"
  | "tmp disk"
  | "outgoing network";

/** One tier under test. */
export interface ConformanceSubject {
  readonly name: string;
  /** `stateFolder` is fresh. */
  readonly makeDriver: (stateFolder: string) => SandboxDriver;
  /** Features that cannot be tested, each with the reason. */
  readonly lacks: Readonly<Partial<Record<Feature, string>>>;
  /**
   * Starts a server process that makes a sandbox with this id, runs `argv` in it, freezes it if asked to, and then prints
   * `ready` and waits to be killed.
   */
  readonly startServer: (stateFolder: string, id: string, argv: readonly string[], isFrozen: boolean) => ChildProcess;
  /** Names what is left of a sandbox beyond its processes: cgroups, mounts, loop devices. */
  readonly remains: (stateFolder: string, id: string) => Promise<readonly string[]>;
  /** A TCP server beyond the host that greets with the address it is called from. */
  readonly outside: () => { readonly address: string; readonly port: number } | undefined;
}
