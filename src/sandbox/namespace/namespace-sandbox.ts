import type { Socket as DatagramSocket } from "node:dgram";
import type { Server } from "node:net";
import type { Duplex } from "node:stream";
import type { Mount, ProcessExit, ProcessSpec, Sandbox, SandboxProcess, SandboxSpec, SandboxUsage } from "../driver.ts";
import { SandboxError } from "../driver.ts";
import type { ResourceGroup } from "./cgroups/resource-group.ts";
import type { LauncherProcess, Program, RawExit, Reception } from "./launcher-process.ts";

/** Where the Runtime API is, as seen from inside. */
const RUNTIME_API = "127.0.0.1:9001";

/** What a sandbox is made of. `release` gives back what was taken for it; it is called once, when all is dead. */
export interface SandboxParts {
  readonly launcher: LauncherProcess;
  readonly reception: Reception;
  readonly group: ResourceGroup;
  /** False where frozen processes have to be stopped by signal. */
  readonly hasFreezer: boolean;
  readonly release: () => Promise<void>;
  readonly onDiagnostic: (message: string) => void;
}

export class NamespaceSandbox implements Sandbox {
  readonly id: string;
  readonly runtimeApi: Server;
  readonly xrayDaemon: DatagramSocket;
  readonly gone: Promise<void>;
  readonly #spec: SandboxSpec;
  readonly #parts: SandboxParts;
  #oomKills = 0;
  #isFrozen = false;
  #isThrottled = false;

  constructor(spec: SandboxSpec, parts: SandboxParts) {
    this.id = spec.id;
    this.#spec = spec;
    this.#parts = parts;
    this.runtimeApi = parts.reception.runtimeApi;
    this.xrayDaemon = parts.reception.xrayDaemon;
    this.gone = parts.launcher.gone.then(() => this.#cleanUp());
  }

  async start(process: ProcessSpec): Promise<SandboxProcess> {
    const environment = { ...process.environment, AWS_LAMBDA_RUNTIME_API: RUNTIME_API };
    const program = await this.#parts.launcher.start({ ...process, environment });
    const { launcher } = this.#parts;
    return {
      ...program.outputs,
      exited: this.#exited(program),
      signal: (name) => launcher.signal(program.id, name),
    };
  }

  async connect(port: number): Promise<Duplex> {
    return this.#parts.launcher.connect(port);
  }

  async attach(mounts: readonly Mount[]): Promise<void> {
    checkMounts(mounts);
    await this.#parts.launcher.attach(mounts);
  }

  async #exited(program: Program): Promise<ProcessExit> {
    const exit = await program.exited;
    return { ...exit, outOfMemory: await this.#wasOutOfMemory(exit) };
  }

  /** A program that the kernel killed for its memory died of SIGKILL, and the kernel's counter has risen since. */
  async #wasOutOfMemory(exit: RawExit): Promise<boolean> {
    if (exit.signal !== "SIGKILL") return false;
    const before = this.#oomKills;
    this.#oomKills = await this.#parts.group.oomKills();
    return this.#oomKills > before;
  }

  async killAll(): Promise<void> {
    // The frozen cannot die, and the throttled take their time: init itself is among them.
    await this.thaw();
    if (this.#isThrottled) await this.#parts.group.unthrottle();
    await this.#parts.launcher.wipe();
    if (this.#isThrottled) await this.throttle();
  }

  async throttle(): Promise<void> {
    await this.#parts.group.throttle(this.#spec.limits.cpuMillis);
    this.#isThrottled = true;
  }

  async unthrottle(): Promise<void> {
    await this.#parts.group.unthrottle();
    this.#isThrottled = false;
  }

  async freeze(): Promise<void> {
    this.#isFrozen = true;
    if (this.#parts.hasFreezer) await this.#parts.group.freeze();
    else this.#parts.launcher.signalAll("SIGSTOP");
  }

  async thaw(): Promise<void> {
    if (!this.#isFrozen) return;
    this.#isFrozen = false;
    if (this.#parts.hasFreezer) await this.#parts.group.thaw();
    else this.#parts.launcher.signalAll("SIGCONT");
  }

  usage(): Promise<SandboxUsage> {
    return this.#parts.group.usage();
  }

  async destroy(): Promise<void> {
    this.#parts.launcher.terminate();
    await this.gone;
  }

  async #cleanUp(): Promise<void> {
    try {
      await this.#parts.release();
    } catch (error) {
      // The processes are dead all the same; the next sweep tries again.
      this.#parts.onDiagnostic(`Remains of the sandbox ${this.id} could not be removed: ${String(error)}`);
    }
  }
}

/** Throws `SandboxError` when a specification cannot be meant. */
export function checkSpec(spec: SandboxSpec): void {
  if (!/^[a-z0-9-]{1,64}$/.test(spec.id)) throw new SandboxError("launch-failed", `"${spec.id}" is no sandbox id.`);
  checkMounts(spec.mounts);
}

function checkMounts(mounts: readonly Mount[]): void {
  const strange = mounts.find(({ source, target }) => !source.startsWith("/") || !/^\/[^/]/.test(target));
  if (strange !== undefined)
    throw new SandboxError("launch-failed", `A mount needs absolute paths: ${strange.source} at ${strange.target}.`);
}
