import type { Socket as DatagramSocket } from "node:dgram";
import { once } from "node:events";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { connect, type Server } from "node:net";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import type { Clock } from "../../base/index.ts";
import {
  type ProcessSpec,
  type Sandbox,
  SandboxError,
  type SandboxProcess,
  type SandboxSpec,
  type SandboxUsage,
} from "../driver.ts";
import { hostPaths } from "./host-paths.ts";
import { startTicks } from "../instance-name.ts";
import { memoryBytesPeak, type ProcessGroup, signalGroup } from "./process-group.ts";
import { spawnProgram } from "./spawn-program.ts";
import { withXrayDaemon } from "./xray-address.ts";

/** File in the folder of a sandbox that names its process groups, for the sweep after a crash. */
export const GROUPS_FILE = "groups.json";

const POLL_MS = 2;

interface Member {
  readonly group: ProcessGroup;
  readonly exited: Promise<unknown>;
}

/** Sockets on free ports of 127.0.0.1: one that listens, one that receives. */
interface Parts {
  readonly listener: Server;
  readonly xrayDaemon: DatagramSocket;
  readonly clock: Clock;
}

/** Plain processes of this user with a folder of their own as TMPDIR. Nothing keeps them from the rest of the machine. */
export class ProcessSandbox implements Sandbox {
  readonly id: string;
  readonly runtimeApi: Server;
  readonly xrayDaemon: DatagramSocket;
  readonly gone: Promise<void>;
  readonly #folder: string;
  readonly #address: string;
  readonly #onHost: (text: string) => string;
  readonly #openFilesMax: number;
  readonly #clock: Clock;
  readonly #members = new Set<Member>();
  readonly #gone = Promise.withResolvers<void>();
  #memoryBytesPeak = 0;
  #destroyed: Promise<void> | undefined;

  private constructor(spec: SandboxSpec, folder: string, address: string, { listener, xrayDaemon, clock }: Parts) {
    this.id = spec.id;
    this.runtimeApi = listener;
    this.xrayDaemon = xrayDaemon;
    this.gone = this.#gone.promise;
    this.#folder = folder;
    this.#address = address;
    this.#onHost = hostPaths(spec.mounts);
    this.#openFilesMax = spec.limits.openFilesMax;
    this.#clock = clock;
  }

  static async create(spec: SandboxSpec, folder: string, parts: Parts): Promise<ProcessSandbox> {
    const address = parts.listener.address();
    if (address === null || typeof address === "string")
      throw new SandboxError("launch-failed", "the Runtime API has no port");
    await mkdir(join(folder, "tmp"), { recursive: true });
    return new ProcessSandbox(spec, folder, `127.0.0.1:${address.port}`, parts);
  }

  async start(spec: ProcessSpec): Promise<SandboxProcess> {
    if (this.#destroyed !== undefined) throw new SandboxError("gone", `sandbox ${this.id} was destroyed`);
    const [path, ...words] = spec.argv;
    const { pid, process } = await spawnProgram({
      argv: [this.#onHost(path), ...words.map(this.#onHost)],
      environment: this.#environment(spec.environment),
      workingDirectory: this.#onHost(spec.workingDirectory),
      openFilesMax: this.#openFilesMax,
    });
    const member: Member = { group: { pid, startTicks: startTicks(pid) }, exited: process.exited };
    this.#members.add(member);
    await this.#noteGroups();
    return process;
  }

  #environment(environment: Readonly<Record<string, string>>): Record<string, string> {
    const variables = withXrayDaemon(environment, this.xrayDaemon.address().port);
    const onHost = Object.entries(variables).map(([name, value]) => [name, this.#onHost(value)] as const);
    return {
      TMPDIR: join(this.#folder, "tmp"),
      ...Object.fromEntries(onHost),
      AWS_LAMBDA_RUNTIME_API: this.#address,
      // Where there is a metadata endpoint, it is at the same port.
      ...("AWS_LAMBDA_METADATA_API" in environment ? { AWS_LAMBDA_METADATA_API: this.#address } : {}),
      ...this.#credentialsAddress(environment),
    };
  }

  /** As for that of credentials. */
  #credentialsAddress({ AWS_CONTAINER_CREDENTIALS_FULL_URI: uri }: ProcessSpec["environment"]): Record<string, string> {
    if (uri === undefined) return {};
    return { AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${this.#address}${new URL(uri).pathname}` };
  }

  async connect(port: number): Promise<Duplex> {
    if (this.#destroyed !== undefined) throw new SandboxError("gone", `sandbox ${this.id} was destroyed`);
    const socket = connect({ host: "127.0.0.1", port });
    try {
      await once(socket, "connect");
      return socket;
    } catch (cause) {
      throw new SandboxError("refused", `nothing can be reached at port ${port}`, { cause });
    }
  }

  async killAll(): Promise<void> {
    const members = [...this.#members];
    for (const { group } of members) {
      this.#notePeak(group.pid);
      signalGroup(group.pid, "SIGKILL");
    }
    await Promise.all(members.map(({ exited }) => exited));
    // What the leaders forked is reaped by the system's init, which takes a moment.
    while (members.some(({ group }) => signalGroup(group.pid, 0))) await this.#clock.sleep(POLL_MS);
    for (const member of members) this.#members.delete(member);
    await this.#noteGroups();
  }

  // There is no cgroup here to limit processor time with; the tier report says so.
  async throttle(): Promise<void> {}

  async unthrottle(): Promise<void> {}

  async freeze(): Promise<void> {
    for (const { group } of this.#members) signalGroup(group.pid, "SIGSTOP");
  }

  async thaw(): Promise<void> {
    for (const { group } of this.#members) signalGroup(group.pid, "SIGCONT");
  }

  async usage(): Promise<SandboxUsage> {
    for (const { group } of this.#members) this.#notePeak(group.pid);
    return { memoryBytesPeak: this.#memoryBytesPeak, cpuMs: 0 };
  }

  #notePeak(pid: number): void {
    this.#memoryBytesPeak = Math.max(this.#memoryBytesPeak, memoryBytesPeak(pid));
  }

  destroy(): Promise<void> {
    this.#destroyed ??= this.#destroy();
    return this.#destroyed;
  }

  async #destroy(): Promise<void> {
    this.runtimeApi.close();
    await this.killAll();
    this.xrayDaemon.close();
    await rm(this.#folder, { recursive: true, force: true });
    this.#gone.resolve();
  }

  async #noteGroups(): Promise<void> {
    const groups = [...this.#members].map(({ group }) => group);
    await writeFile(join(this.#folder, GROUPS_FILE), JSON.stringify(groups));
  }
}
