// Not a test: a driver that runs guests as plain child processes, for the tests of this folder.
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { createSocket } from "node:dgram";
import type { Socket as DatagramSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { connect, createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import type { Duplex, Readable } from "node:stream";
import type {
  ProcessExit,
  ProcessSpec,
  Sandbox,
  SandboxDriver,
  SandboxProcess,
  SandboxSpec,
  SandboxUsage,
} from "../../sandbox/index.ts";
import { SandboxError } from "../../sandbox/index.ts";

const TELEMETRY_FD = 62;

export class ChildDriver implements SandboxDriver {
  readonly tier = "process";
  readonly sandboxes: ChildSandbox[] = [];
  aliveMax = 0;

  async create(spec: SandboxSpec): Promise<Sandbox> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const sandbox = new ChildSandbox(spec, server);
    this.sandboxes.push(sandbox);
    this.aliveMax = Math.max(this.aliveMax, this.alive);
    return sandbox;
  }

  get alive(): number {
    return this.sandboxes.filter((sandbox) => !sandbox.isGone).length;
  }

  async sweep(): Promise<void> {}

  async close(): Promise<void> {
    await Promise.all(this.sandboxes.map((sandbox) => sandbox.destroy()));
  }
}

export class ChildSandbox implements Sandbox {
  readonly id: string;
  readonly runtimeApi: Server;
  /** Without an address: none of these guests traces. */
  readonly xrayDaemon: DatagramSocket = createSocket("udp4");
  readonly gone: Promise<void>;
  readonly calls: string[] = [];
  isGone = false;
  readonly #spec: SandboxSpec;
  readonly #children = new Set<ChildProcess>();
  readonly #gone = Promise.withResolvers<void>();

  constructor(spec: SandboxSpec, server: Server) {
    this.id = spec.id;
    this.#spec = spec;
    this.runtimeApi = server;
    this.gone = this.#gone.promise;
  }

  #onHost(path: string): string {
    for (const { source, target } of this.#spec.mounts)
      if (path.startsWith(`${target}/`)) return source + path.slice(target.length);
    return path;
  }

  async start(process: ProcessSpec): Promise<SandboxProcess> {
    const [program, ...rest] = process.argv.map((word) => this.#onHost(word));
    if (program === undefined || !existsSync(program))
      throw new SandboxError("not-found", `${process.argv[0]} does not exist`);
    const { port } = this.runtimeApi.address() as AddressInfo;
    const stdio = Array.from({ length: TELEMETRY_FD + 1 }, (_, fd) =>
      fd === 1 || fd === 2 || fd === TELEMETRY_FD ? "pipe" : "ignore",
    );
    const child = spawn(program, rest, {
      env: { ...process.environment, AWS_LAMBDA_RUNTIME_API: `127.0.0.1:${port}` },
      cwd: this.#onHost(`${process.workingDirectory}/.`),
      detached: true,
      stdio: stdio as "pipe"[],
    });
    this.#children.add(child);
    const exited = new Promise<ProcessExit>((resolve) => {
      child.once("exit", (code, signal) =>
        resolve({ exitCode: code ?? undefined, signal: signal ?? undefined, outOfMemory: false }),
      );
    });
    const stream = (fd: number): Readable => child.stdio[fd] as Readable;
    return {
      stdout: stream(1),
      stderr: stream(2),
      telemetry: stream(TELEMETRY_FD),
      exited,
      signal: (name) => void child.kill(name),
    };
  }

  async connect(port: number): Promise<Duplex> {
    const socket = connect({ host: "127.0.0.1", port });
    await once(socket, "connect");
    return socket;
  }

  async killAll(): Promise<void> {
    this.calls.push("killAll");
    await Promise.all([...this.#children].map((child) => kill(child)));
    this.#children.clear();
  }

  /** Breaks the sandbox, as if its launcher had been killed. */
  async breakDown(): Promise<void> {
    this.isGone = true;
    this.runtimeApi.close();
    this.xrayDaemon.close();
    this.#gone.resolve();
    await this.killAll();
  }

  async throttle(): Promise<void> {
    this.calls.push("throttle");
  }

  async unthrottle(): Promise<void> {
    this.calls.push("unthrottle");
  }

  async freeze(): Promise<void> {
    this.calls.push("freeze");
    for (const child of this.#children) child.kill("SIGSTOP");
  }

  async thaw(): Promise<void> {
    this.calls.push("thaw");
    for (const child of this.#children) child.kill("SIGCONT");
  }

  async usage(): Promise<SandboxUsage> {
    return { memoryBytesPeak: 40 * 1_048_576, cpuMs: 1 };
  }

  async destroy(): Promise<void> {
    if (this.isGone) return;
    await this.breakDown();
  }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exit = new Promise((resolve) => child.once("exit", resolve));
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
  await exit;
}
