import { createSocket, type Socket as DatagramSocket } from "node:dgram";
import { once } from "node:events";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import type { Clock, Random } from "../../base/index.ts";
import { systemClock, systemRandom } from "../../base/index.ts";
import type { Sandbox, SandboxDriver, SandboxSpec } from "../driver.ts";
import { instanceName, isDeadInstance, startTicks } from "../instance-name.ts";
import { quiet } from "../quiet-socket.ts";
import { type ProcessGroup, signalGroup } from "./process-group.ts";
import { GROUPS_FILE, ProcessSandbox } from "./process-sandbox.ts";

export interface ProcessDriverOptions {
  /** For the sandboxes' own folders. */
  readonly stateFolder: string;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** Plain processes, for machines where nothing can be isolated. It says so loudly: see `process-tier-report.ts`. */
export function processDriver(options: ProcessDriverOptions): SandboxDriver {
  const { stateFolder, clock = systemClock, random = systemRandom } = options;
  return new ProcessDriver(stateFolder, clock, random);
}

class ProcessDriver implements SandboxDriver {
  readonly tier = "process";
  readonly #stateFolder: string;
  /** Of this server alone: another one may keep its sandboxes beside it. */
  readonly #home: string;
  readonly #clock: Clock;
  readonly #sandboxes = new Set<ProcessSandbox>();

  constructor(stateFolder: string, clock: Clock, random: Random) {
    this.#stateFolder = stateFolder;
    this.#home = join(stateFolder, instanceName(random));
    this.#clock = clock;
  }

  async create(spec: SandboxSpec): Promise<Sandbox> {
    const [listener, xrayDaemon] = await Promise.all([listenOnLoopback(), receiveOnLoopback()]);
    const sandbox = await ProcessSandbox.create(spec, join(this.#home, spec.id), {
      listener,
      xrayDaemon,
      clock: this.#clock,
    });
    this.#sandboxes.add(sandbox);
    void sandbox.gone.then(() => this.#sandboxes.delete(sandbox));
    return sandbox;
  }

  async sweep(): Promise<void> {
    await mkdir(this.#stateFolder, { recursive: true });
    for (const instance of await readdir(this.#stateFolder)) {
      if (!isDeadInstance(instance)) continue;
      const home = join(this.#stateFolder, instance);
      for (const id of await readdir(home)) await killGroups(join(home, id));
      await rm(home, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sandboxes].map((sandbox) => sandbox.destroy()));
    await rm(this.#home, { recursive: true, force: true });
  }
}

async function listenOnLoopback(): Promise<Server> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  return listener;
}

async function receiveOnLoopback(): Promise<DatagramSocket> {
  const socket = quiet(createSocket("udp4"));
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return socket;
}

/** A group is killed only if its number cannot have passed to somebody else: its leader is the one noted, or is dead. */
async function killGroups(folder: string): Promise<void> {
  for (const { pid, startTicks: noted } of await notedGroups(folder)) {
    const now = startTicks(pid);
    if (noted !== undefined && (now === undefined || now === noted)) signalGroup(pid, "SIGKILL");
  }
}

async function notedGroups(folder: string): Promise<readonly ProcessGroup[]> {
  try {
    return JSON.parse(await readFile(join(folder, GROUPS_FILE), "utf8")) as ProcessGroup[];
  } catch {
    // The server died before a process was started, or while it noted one: there is no more to know.
    return [];
  }
}
