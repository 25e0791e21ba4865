import { execFileSync, spawn } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { once } from "node:events";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

/** `nobody`: PostgreSQL refuses to run as root. */
const UNPRIVILEGED_ID = 65_534;
const DEBIAN_FOLDER = "/usr/lib/postgresql";
const READY_DEADLINE_MS = 30_000;
const environment = { PATH: process.env["PATH"], LC_ALL: "C.UTF-8" };

/** Where PostgreSQL's programs are; undefined when it is not installed. */
export function findPostgres(): string | undefined {
  const majors = existsSync(DEBIAN_FOLDER) ? readdirSync(DEBIAN_FOLDER) : [];
  const folders = majors
    .toSorted((one, other) => Number(other) - Number(one))
    .map((m) => join(DEBIAN_FOLDER, m, "bin"));
  const path = (process.env["PATH"] ?? "").split(":");
  return [...folders, ...path].find((folder) => existsSync(join(folder, "initdb")));
}

export interface ClusterOptions {
  /** Settings of the server, such as `max_connections=20`. */
  readonly settings?: readonly string[];
}

/** A PostgreSQL server of its own on a free port of 127.0.0.1, with its files in a temporary folder. */
export class Cluster {
  readonly port: number;
  readonly #programs: string;
  readonly #folder: string;
  readonly #settings: readonly string[];
  #running: { readonly kill: (signal: NodeJS.Signals) => void; readonly ended: Promise<unknown> } | undefined;
  #databases = 0;

  private constructor(programs: string, folder: string, port: number, settings: readonly string[]) {
    this.#programs = programs;
    this.#folder = folder;
    this.port = port;
    this.#settings = settings;
  }

  static async create({ settings = [] }: ClusterOptions = {}): Promise<Cluster> {
    const programs = findPostgres();
    if (programs === undefined) throw new Error("PostgreSQL is not installed; run: npm run setup");
    const place = mkdtempSync(join(tmpdir(), "hearth-postgres-"));
    giveToPostgres(place);
    const cluster = new Cluster(programs, place, await freePort(), settings);
    try {
      const initdb = ["-D", join(place, "data"), "-U", "hearth", "-A", "trust", "-E", "UTF8", "--no-sync"];
      execFileSync(join(programs, "initdb"), initdb, { ...cluster.#asUser(), stdio: "pipe" });
      await cluster.start();
    } catch (error) {
      await cluster.dispose();
      throw error;
    }
    return cluster;
  }

  /** Without `fsync` unless the settings say otherwise: what is tested survives the process, not the machine. */
  async start(): Promise<void> {
    const settings = ["fsync=off", "listen_addresses=127.0.0.1", `port=${this.port}`, "unix_socket_directories="];
    const flags = [...settings, ...this.#settings].flatMap((setting) => ["-c", setting]);
    const child = spawn(join(this.#programs, "postgres"), ["-D", join(this.#folder, "data"), ...flags], {
      ...this.#asUser(),
      stdio: ["ignore", "ignore", "pipe"],
    });
    let log = "";
    child.stderr.on("data", (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-2_000);
    });
    const end = (): void => {
      child.kill("SIGQUIT");
    };
    process.once("exit", end);
    const ended = once(child, "exit").then(() => process.off("exit", end));
    this.#running = { kill: (signal) => child.kill(signal), ended };
    const deadline = performance.now() + READY_DEADLINE_MS;
    while (!(await this.#answers())) {
      if (child.exitCode !== null || performance.now() > deadline) throw new Error(`PostgreSQL did not start: ${log}`);
      await sleep(20);
    }
  }

  /** `fast` undoes what is under way; `immediate` is as good as a crash. */
  async stop(mode: "fast" | "immediate"): Promise<void> {
    this.#running?.kill(mode === "fast" ? "SIGINT" : "SIGQUIT");
    await this.#running?.ended;
    this.#running = undefined;
  }

  url(database = "postgres", user = "hearth"): string {
    return `postgres://${user}@127.0.0.1:${this.port}/${database}`;
  }

  /** A new empty database; `options` are those of CREATE DATABASE. */
  async database(options = ""): Promise<string> {
    const name = `test_${++this.#databases}`;
    await this.query(`create database ${name} ${options}`);
    return this.url(name);
  }

  /** Runs SQL as the superuser. */
  async query(sql: string, database?: string): Promise<readonly Record<string, unknown>[]> {
    const client = new Client({ connectionString: this.url(database) });
    await client.connect();
    try {
      return (await client.query<Record<string, unknown>>(sql)).rows;
    } finally {
      await client.end();
    }
  }

  async dispose(): Promise<void> {
    await this.stop("immediate");
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    try {
      await this.query("select 1");
      return true;
    } catch {
      // It starts; the caller asks again until a deadline.
      return false;
    }
  }

  #asUser(): { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly uid?: number; readonly gid?: number } {
    const place = { cwd: this.#folder, env: environment };
    return process.getuid?.() === 0 ? { ...place, uid: UNPRIVILEGED_ID, gid: UNPRIVILEGED_ID } : place;
  }
}

/** Lets a cluster keep files in a folder. */
export function giveToPostgres(folder: string): void {
  if (process.getuid?.() === 0) chownSync(folder, UNPRIVILEGED_ID, UNPRIVILEGED_ID);
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("the system gave no port");
  return address.port;
}
