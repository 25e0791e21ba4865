import { once } from "node:events";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import type { Sandbox, SandboxDriver, SandboxSpec, TierReport } from "../driver.ts";
import { type ProcessGroup, signalGroup, startTicks } from "./process-group.ts";
import { GROUPS_FILE, ProcessSandbox } from "./process-sandbox.ts";

export interface ProcessDriverOptions {
  /** Folder of this server alone, for the sandboxes' own folders. */
  readonly stateFolder: string;
}

/** Plain processes, for machines where nothing can be isolated. It says so loudly: see `processTierReport`. */
export function processDriver({ stateFolder }: ProcessDriverOptions): SandboxDriver {
  return new ProcessDriver(stateFolder);
}

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

class ProcessDriver implements SandboxDriver {
  readonly tier = "process";
  readonly #stateFolder: string;
  readonly #sandboxes = new Set<ProcessSandbox>();

  constructor(stateFolder: string) {
    this.#stateFolder = stateFolder;
  }

  async create(spec: SandboxSpec): Promise<Sandbox> {
    const listener = await listenOnLoopback();
    const sandbox = await ProcessSandbox.create(spec, join(this.#stateFolder, spec.id), listener);
    this.#sandboxes.add(sandbox);
    void sandbox.gone.then(() => this.#sandboxes.delete(sandbox));
    return sandbox;
  }

  /** A group is killed only if its leader is the very process that was noted, not one that got its number later. */
  async sweep(): Promise<void> {
    await mkdir(this.#stateFolder, { recursive: true });
    for (const id of await readdir(this.#stateFolder)) {
      const folder = join(this.#stateFolder, id);
      for (const { pid, startTicks: noted } of await notedGroups(folder))
        if (noted !== undefined && startTicks(pid) === noted) signalGroup(pid, "SIGKILL");
      await rm(folder, { recursive: true, force: true });
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#sandboxes].map((sandbox) => sandbox.destroy()));
  }
}

async function listenOnLoopback(): Promise<Server> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  return listener;
}

async function notedGroups(folder: string): Promise<readonly ProcessGroup[]> {
  try {
    return JSON.parse(await readFile(join(folder, GROUPS_FILE), "utf8")) as ProcessGroup[];
  } catch {
    // The server died before a process was started, or while it noted one: there is no more to know.
    return [];
  }
}
