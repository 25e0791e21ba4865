import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import type { Socket as DatagramSocket } from "node:dgram";
import type { Server } from "node:net";
import { Socket } from "node:net";
import { constants } from "node:os";
import type { Readable } from "node:stream";
import { setImmediate as afterPolling } from "node:timers";
import type { Mount, ProcessSpec, SandboxSpec } from "../driver.ts";
import { SandboxError } from "../driver.ts";
import { quiet } from "../quiet-socket.ts";
import { Guardian } from "./guardian.ts";
import { configureCommand, connectCommand, signalCommand, startCommand, wipeCommand } from "./launcher-command.ts";
import { connectError, launchError, spawnError, startError } from "./launcher-error.ts";
import type { LauncherReport, OutputName } from "./launcher-report.ts";
import { OUTPUT_NAMES, readReport } from "./launcher-report.ts";

/** How a program ended, as the kernel tells it. */
export interface RawExit {
  readonly exitCode: number | undefined;
  readonly signal: string | undefined;
}

/** A program that init has started. */
export interface Program {
  readonly id: number;
  readonly outputs: Readonly<Record<OutputName, Readable>>;
  readonly exited: Promise<RawExit>;
}

/** What the server holds of a sandbox from its beginning: where programs inside reach it. */
export interface Reception {
  readonly runtimeApi: Server;
  readonly xrayDaemon: DatagramSocket;
}

interface Starting {
  readonly process: ProcessSpec;
  readonly outputs: Partial<Record<OutputName, Readable>>;
  readonly settle: PromiseWithResolvers<Program>;
}

const KILLED: RawExit = { exitCode: undefined, signal: "SIGKILL" };

/** One launcher: guardian and init of one sandbox, spoken to over Node's IPC channel and init's standard input. */
export class LauncherProcess {
  readonly #child: ChildProcess;
  readonly #starting = new Map<number, Starting>();
  readonly #running = new Map<number, PromiseWithResolvers<RawExit>>();
  readonly #connecting = new Map<number, { readonly port: number; readonly settle: PromiseWithResolvers<Socket> }>();
  readonly #wipes = new Map<number, PromiseWithResolvers<void>>();
  readonly #ready = Promise.withResolvers<Reception>();
  readonly #configured = Promise.withResolvers<void>();
  readonly #gone = Promise.withResolvers<void>();
  readonly #guardian: Guardian | undefined;
  #xrayDaemon: DatagramSocket | undefined;
  #reception: Reception | undefined;
  #nextId = 1;
  #isGone = false;

  /** `launcherArguments` are those that `launcher/main.c` reads. */
  constructor(binary: string, launcherArguments: readonly string[]) {
    // Whoever waits is told; it may be that nobody does any more.
    this.#ready.promise.catch(() => undefined);
    this.#configured.promise.catch(() => undefined);
    this.#child = spawn(binary, ["--server", `${process.pid}`, ...launcherArguments], {
      stdio: ["pipe", "ignore", "ignore", "ipc", "pipe"],
      env: {},
    });
    // Where file descriptors have run out, Node makes no pipes at all, and tells the error a moment later.
    const pipes: readonly unknown[] | undefined = this.#child.stdio;
    const line = pipes?.[4];
    if (line instanceof Socket) this.#guardian = new Guardian(line);
    this.#child.on("message", (message: unknown, handle: unknown) => {
      const report = readReport(message, handle);
      if (report !== undefined) this.#hear(report);
    });
    this.#child.once("error", (error) => {
      this.#ready.reject(spawnError(binary, error));
      if (this.#child.pid === undefined) this.#end();
    });
    // What it said last, such as why it ends, may still have to be read: that is done within a turn of the event loop.
    this.#child.once("exit", () => afterPolling(() => afterPolling(() => this.#end())));
    // A write to a launcher that is gone fails here; `gone` has told everybody by then.
    this.#child.stdin?.on("error", () => undefined);
  }

  /** The sockets of the Runtime API and of the X-Ray daemon, once a blank sandbox stands. Rejects with `SandboxError` when it cannot. */
  get ready(): Promise<Reception> {
    return this.#ready.promise;
  }

  /** Resolves when guardian and init are gone, and every process of the sandbox with them. */
  get gone(): Promise<void> {
    return this.#gone.promise;
  }

  get isGone(): boolean {
    return this.#isGone;
  }

  /** Makes the blank sandbox into a certain one. To be called once, before anything is started; even before `ready`. */
  async configure(spec: SandboxSpec, tmpTemplate: string | undefined): Promise<void> {
    this.#send(configureCommand(spec, tmpTemplate));
    await this.#configured.promise;
  }

  /** Whether this launcher keeps the server's event loop alive. One that waits to be used must not. */
  keepAlive(isKept: boolean): void {
    const method = isKept ? "ref" : "unref";
    this.#child[method]();
    this.#child.channel?.[method]();
    const pipes: readonly unknown[] | undefined = this.#child.stdio;
    for (const pipe of [pipes?.[0], pipes?.[4]]) if (pipe instanceof Socket) pipe[method]();
    this.#reception?.runtimeApi[method]();
    this.#reception?.xrayDaemon[method]();
  }

  start(process: ProcessSpec): Promise<Program> {
    const id = this.#nextId++;
    const settle = Promise.withResolvers<Program>();
    this.#send(startCommand(id, process));
    this.#starting.set(id, { process, outputs: {}, settle });
    return settle.promise;
  }

  /** Mounts folders read-only at folders that exist inside, whatever runs there. */
  async attach(mounts: readonly Mount[]): Promise<void> {
    if (this.#guardian === undefined) throw new SandboxError("gone", "The sandbox has no guardian.");
    await this.#guardian.attach(mounts);
  }

  signal(id: number, name: "SIGTERM" | "SIGKILL"): void {
    if (!this.#isGone && this.#running.has(id)) this.#send(signalCommand(id, constants.signals[name]));
  }

  /** To every process of the sandbox, whoever started it. */
  signalAll(name: "SIGSTOP" | "SIGCONT"): void {
    this.#send(signalCommand(0, constants.signals[name]));
  }

  /** Connects to a program inside. Rejects with `SandboxError`. */
  connect(port: number): Promise<Socket> {
    const id = this.#nextId++;
    const settle = Promise.withResolvers<Socket>();
    this.#send(connectCommand(id, port));
    this.#connecting.set(id, { port, settle });
    return settle.promise;
  }

  /** Kills every program. Resolves when the last one is dead. */
  wipe(): Promise<void> {
    const token = this.#nextId++;
    const settle = Promise.withResolvers<void>();
    this.#send(wipeCommand(token));
    this.#wipes.set(token, settle);
    return settle.promise;
  }

  /** Ends the sandbox: the guardian thaws and kills it. */
  terminate(): void {
    this.#child.kill("SIGTERM");
  }

  #send(bytes: Buffer): void {
    if (this.#isGone) throw new SandboxError("gone", "The sandbox is gone.");
    this.#child.stdin?.write(bytes);
  }

  #hear(report: LauncherReport): void {
    switch (report.kind) {
      case "traces":
        this.#xrayDaemon = quiet(report.socket);
        break;
      case "ready":
        this.#stands(report.server);
        break;
      case "configured":
        this.#configured.resolve();
        break;
      case "broken": {
        const error = launchError(report.message, report.errno);
        this.#ready.reject(error);
        this.#configured.reject(error);
        break;
      }
      case "output": {
        const starting = this.#starting.get(report.id);
        if (starting === undefined) report.stream.destroy();
        else starting.outputs[report.name] = report.stream;
        break;
      }
      case "started":
        this.#started(report.id);
        break;
      case "failed":
        this.#failed(report.id, report.step, report.errno);
        break;
      case "exited":
        this.#running.get(report.id)?.resolve({ exitCode: report.code, signal: signalName(report.signal) });
        this.#running.delete(report.id);
        break;
      case "connected":
      case "refused":
        this.#connected(report);
        break;
      case "wiped":
        // A later wipe absorbs earlier ones: init answers only the last.
        for (const [token, settle] of this.#wipes)
          if (token <= report.token) {
            settle.resolve();
            this.#wipes.delete(token);
          }
        break;
    }
  }

  /** The socket for traces was handed over before. */
  #stands(runtimeApi: Server): void {
    const xrayDaemon = this.#xrayDaemon;
    if (xrayDaemon === undefined)
      return this.#ready.reject(
        new SandboxError("launch-failed", "The launcher did not hand over the socket for traces."),
      );
    this.#reception = { runtimeApi, xrayDaemon };
    this.#ready.resolve(this.#reception);
  }

  #started(id: number): void {
    const starting = this.#starting.get(id);
    if (starting === undefined) return;
    this.#starting.delete(id);
    const { stdout, stderr, telemetry } = starting.outputs;
    if (stdout === undefined || stderr === undefined || telemetry === undefined) {
      starting.settle.reject(
        new SandboxError(
          "resources",
          "The launcher could not hand over the program's outputs; the server may be out of file descriptors: ulimit -n",
        ),
      );
      return;
    }
    const exit = Promise.withResolvers<RawExit>();
    this.#running.set(id, exit);
    starting.settle.resolve({ id, outputs: { stdout, stderr, telemetry }, exited: exit.promise });
  }

  #failed(id: number, step: string, errno: number): void {
    const starting = this.#starting.get(id);
    this.#starting.delete(id);
    starting?.settle.reject(startError(starting.process, step, errno));
  }

  #connected(report: Extract<LauncherReport, { kind: "connected" | "refused" }>): void {
    const connecting = this.#connecting.get(report.id);
    this.#connecting.delete(report.id);
    if (report.kind === "refused") connecting?.settle.reject(connectError(connecting.port, report.errno));
    else if (connecting === undefined) report.socket.destroy();
    else connecting.settle.resolve(report.socket);
  }

  #end(): void {
    if (this.#isGone) return;
    this.#isGone = true;
    const gone = new SandboxError("gone", "The sandbox is gone: its launcher ended.");
    this.#ready.reject(gone);
    this.#configured.reject(gone);
    for (const { settle, outputs } of this.#starting.values()) {
      for (const name of OUTPUT_NAMES) outputs[name]?.destroy();
      settle.reject(gone);
    }
    for (const settle of this.#wipes.values()) settle.resolve();
    for (const exit of this.#running.values()) exit.resolve(KILLED);
    for (const { settle } of this.#connecting.values()) settle.reject(gone);
    this.#connecting.clear();
    this.#starting.clear();
    this.#wipes.clear();
    this.#running.clear();
    this.#reception?.runtimeApi.close();
    this.#xrayDaemon?.close();
    this.#child.stdin?.destroy();
    this.#guardian?.close();
    if (this.#child.connected) this.#child.disconnect();
    this.#gone.resolve();
  }
}

function signalName(number: number | undefined): string | undefined {
  if (number === undefined) return undefined;
  return Object.entries(constants.signals).find(([, value]) => value === number)?.[0] ?? `SIG${number}`;
}
