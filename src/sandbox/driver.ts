import type { Socket as DatagramSocket } from "node:dgram";
import type { Server } from "node:net";
import type { Duplex, Readable } from "node:stream";

/** How strongly a driver isolates. Probed at start, reported to the user, never silently downgraded. */
export type SandboxTier = "namespace-root" | "namespace-rootless" | "process";

/** What a tier can and cannot do on this machine; shown by the banner and by `hearth doctor`. */
export interface TierReport {
  readonly tier: SandboxTier;
  readonly usable: boolean;
  /** Why the tier can or cannot be used, in one sentence. */
  readonly reason: string;
  /** What each guarantee amounts to here, e.g. `memory limit: cgroup v1` or `outgoing network: none (install passt)`. */
  readonly guarantees: readonly Guarantee[];
}

export interface Guarantee {
  readonly name:
    | "filesystem"
    | "processes"
    | "network isolation"
    | "outgoing network"
    | "memory limit"
    | "cpu limit"
    | "process limit"
    | "tmp limit"
    | "system calls";
  readonly held: boolean;
  readonly how: string;
  /** The one command that would improve it, where there is one. */
  readonly cure?: string;
}

/** A host folder or file that the guest sees, always read-only. */
export interface Mount {
  /** Absolute path on the host. */
  readonly source: string;
  /** Absolute path inside the sandbox, e.g. `/var/task`. */
  readonly target: string;
}

export interface SandboxLimits {
  readonly memoryMib: number;
  /** Share of processor time in thousandths of one virtual CPU; applied by `throttle`, not during init. */
  readonly cpuMillis: number;
  readonly tmpMib: number;
  readonly processesMax: number;
  readonly openFilesMax: number;
}

/** Everything needed to make a sandbox; it is complete and never changes. */
export interface SandboxSpec {
  /** Unique on this machine; `[a-z0-9-]{1,64}`. Names cgroups, devices and folders, so that leftovers can be found. */
  readonly id: string;
  readonly mounts: readonly Mount[];
  readonly limits: SandboxLimits;
}

/** One program to run inside a sandbox. */
export interface ProcessSpec {
  /** Absolute path of the program inside the sandbox followed by its arguments. */
  readonly argv: readonly [string, ...string[]];
  /** The whole environment of the program. `AWS_LAMBDA_RUNTIME_API` is added by the driver, which alone knows the address. */
  readonly environment: Readonly<Record<string, string>>;
  readonly workingDirectory: string;
}

/** How a process or sandbox ended. */
export interface ProcessExit {
  /** Exit status; undefined when a signal ended it. */
  readonly exitCode: number | undefined;
  /** Signal name such as `SIGKILL`; undefined when it exited by itself. */
  readonly signal: string | undefined;
  /** The kernel killed it for exceeding the memory limit (told by the cgroup's counter, not guessed from SIGKILL). */
  readonly outOfMemory: boolean;
}

/** A running program. Its output ends (`end` event of each stream) before or soon after `exited` resolves. */
export interface SandboxProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Framed log records (as the official runtime clients frame them), written by the guest to file descriptor 62. */
  readonly telemetry: Readable;
  readonly exited: Promise<ProcessExit>;
  signal(name: "SIGTERM" | "SIGKILL"): void;
}

/** What a sandbox has used so far; zeros where the tier cannot tell. */
export interface SandboxUsage {
  readonly memoryBytesPeak: number;
  /** It is found out when it is read: memory is asked for with every event, this is not. */
  readonly cpuMs: number;
}

/**
 * An isolated place with its own file system, processes, network and limits. It outlives the programs in it: after a
 * reset `/tmp` is as it was (as on AWS). When it is destroyed, or when the server dies in whatever way, everything of
 * it is gone: processes, mounts, cgroups, network devices, files.
 */
export interface Sandbox {
  readonly id: string;
  /**
   * The listening socket of the Runtime API, at 127.0.0.1:9001 as seen from inside (a free port in the process tier).
   * Connections on it come from this sandbox and from nowhere else: the socket is the identity.
   */
  readonly runtimeApi: Server;
  /**
   * The socket of the X-Ray daemon, at 169.254.100.1:2000 as seen from inside, UDP. In the process tier it is at a free port of
   * 127.0.0.1, which variables that name the usual address are changed to. Datagrams come from this sandbox (in the
   * process tier from anybody on the machine), as soon as and for as long as somebody listens for them.
   */
  readonly xrayDaemon: DatagramSocket;
  /** Starts a program. Throws `SandboxError` when it cannot be executed (missing, not executable, no memory). */
  start(process: ProcessSpec): Promise<SandboxProcess>;
  /**
   * Mounts folders read-only while programs run, so that a sandbox can be made, and a language started in it, before
   * anybody knows for which function. Targets are folders that exist inside; `/var/task` and `/opt` always do. A working
   * directory of before is still the folder underneath. Throws `SandboxError`, after which the sandbox is of no use.
   * Absent where nothing can be mounted: in the process tier.
   */
  attach?(mounts: readonly Mount[]): Promise<void>;
  /**
   * Connects to a program that listens in the sandbox, on its own 127.0.0.1 (on the machine's in the process tier). Throws
   * `SandboxError` when it cannot: the code `refused` says that nobody listens. While the sandbox is frozen this may wait.
   */
  connect(port: number): Promise<Duplex>;
  /** Kills every program in the sandbox, whatever it forked, and waits until they are gone. The sandbox stays usable. */
  killAll(): Promise<void>;
  /** Applies the processor share of the limits. Called once initialisation is over. */
  throttle(): Promise<void>;
  /** Lifts the processor limit, for the initialisation that follows a reset. */
  unthrottle(): Promise<void>;
  freeze(): Promise<void>;
  thaw(): Promise<void>;
  usage(): Promise<SandboxUsage>;
  /** Resolves when the sandbox itself is gone, whether destroyed or broken (e.g. its launcher was killed). */
  readonly gone: Promise<void>;
  /** Kills everything and removes every trace. Safe to call twice. */
  destroy(): Promise<void>;
}

/** The port that every tier implements; `conformance.ts` beside it is the contract as a test. */
export interface SandboxDriver {
  readonly tier: SandboxTier;
  /** Makes a sandbox. Throws `SandboxError` naming the cause and the cure. */
  create(spec: SandboxSpec): Promise<Sandbox>;
  /** Removes what a former server, killed or crashed, left behind. Called once, before the first `create`. */
  sweep(): Promise<void>;
  /** Destroys every sandbox and releases what the driver holds. */
  close(): Promise<void>;
}

/** Codes of `SandboxError`: whose fault it is and what can be done. */
export type SandboxErrorCode =
  | "launch-failed" // the sandbox could not be set up; the message says which step and why
  | "not-found" // the program does not exist inside the sandbox
  | "not-executable" // the program exists but may not be executed
  | "bad-format" // the program is made for no machine, or for another one
  | "no-interpreter" // what the program's first line, or its header, says it is run by does not exist
  | "refused" // no program of the sandbox listens there
  | "gone" // the sandbox was destroyed or broke
  | "resources"; // the machine is out of memory, processes, file descriptors or disk

export class SandboxError extends Error {
  readonly code: SandboxErrorCode;

  constructor(code: SandboxErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SandboxError";
    this.code = code;
  }
}
