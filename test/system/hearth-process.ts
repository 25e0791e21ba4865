import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { chown, mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const REPOSITORY = join(import.meta.dirname, "../..");
const START_TIMEOUT_MS = 20_000;

export interface HearthOptions {
  /** Further flags of `hearth up`. */
  readonly flags?: readonly string[];
  /** Keep using this data folder, e.g. after a kill. */
  readonly dataFolder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Run the server as this user (the rootless tier). */
  readonly uid?: number;
}

/** The real server as a child process, on a free port of 127.0.0.1 with a data folder of its own. */
export class HearthProcess {
  readonly endpoint: string;
  readonly port: number;
  readonly dataFolder: string;
  readonly child: ChildProcess;
  #output = "";

  private constructor(port: number, dataFolder: string, child: ChildProcess) {
    this.port = port;
    this.endpoint = `http://127.0.0.1:${port}`;
    this.dataFolder = dataFolder;
    this.child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output += text;
      });
    }
  }

  /** Everything the server has printed. */
  get output(): string {
    return this.#output;
  }

  static async start(options: HearthOptions = {}): Promise<HearthProcess> {
    const port = await freePort();
    const dataFolder = options.dataFolder ?? (await mkdtemp(join(tmpdir(), "hearth-system-")));
    if (options.uid !== undefined) await chown(dataFolder, options.uid, options.uid);
    const flags = ["up", "--port", String(port), "--data", dataFolder, ...(options.flags ?? [])];
    const child = spawn(process.execPath, [join(REPOSITORY, "bin/hearth.mjs"), ...flags], {
      cwd: REPOSITORY,
      env: { PATH: process.env["PATH"], HOME: process.env["HOME"], LANG: "C.UTF-8", ...options.environment },
      stdio: ["ignore", "pipe", "pipe"],
      ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    });
    const hearth = new HearthProcess(port, dataFolder, child);
    await hearth.#ready();
    return hearth;
  }

  async #ready(): Promise<void> {
    const end = Date.now() + START_TIMEOUT_MS;
    while (Date.now() < end) {
      if (this.child.exitCode !== null)
        assert.fail(`hearth ended with status ${this.child.exitCode}:\n${this.#output}`);
      try {
        if ((await fetch(`${this.endpoint}/_hearth/health`)).ok) return;
      } catch {
        // Not listening yet.
      }
      await pause(20);
    }
    this.child.kill("SIGKILL");
    assert.fail(`hearth did not answer in ${START_TIMEOUT_MS} ms:\n${this.#output}`);
  }

  /** Ends the server and waits until it is gone. The data folder stays. */
  async end(signal: "SIGTERM" | "SIGINT" | "SIGKILL" = "SIGTERM"): Promise<number | null> {
    if (this.child.exitCode === null && this.child.signalCode === null) {
      const exited = once(this.child, "exit");
      this.child.kill(signal);
      await exited;
    }
    return this.child.exitCode;
  }

  /** Ends the server and removes its data. */
  async dispose(): Promise<void> {
    await this.end();
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  /** What the server tells its own command line: address, pid, admin token. */
  async serverFile(): Promise<Record<string, unknown>> {
    const file = join(this.dataFolder, "server.json");
    assert.ok(existsSync(file), `${file} is missing`);
    return JSON.parse(await readFile(file, "utf8")) as Record<string, unknown>;
  }
}

export function pause(durationMs: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}

/** A port of 127.0.0.1 that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(address !== null && typeof address === "object");
  server.close();
  await once(server, "close");
  return address.port;
}
