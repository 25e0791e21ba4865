// Not a test: a driver whose sandboxes and guests live in this process, follow a script and a test clock, and speak
// real HTTP over in-memory sockets. It serves the simulation.
import { createSocket } from "node:dgram";
import { Server } from "node:net";
import { duplexPair, PassThrough } from "node:stream";
import type { Duplex } from "node:stream";
import type { Clock } from "../../base/index.ts";
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

/** What a scripted guest does with one event. */
export type Act = "respond" | "fail" | "exit" | "hang" | "break" | "respond-and-exit" | "linger";

export interface Script {
  readonly clock: Clock;
  /** A number in [0, 1), from the seed. */
  readonly chance: () => number;
  /** Whether the next sandbox can be made. */
  readonly createFails: () => boolean;
  /** How the next initialisation ends. */
  readonly init: () => "ready" | "exit" | "hang" | "error";
  readonly act: () => Act;
  /** An event begins, or ends, inside a guest. */
  readonly onBegin: (payload: string) => void;
  readonly onEnd: (payload: string) => void;
}

export class ScriptedDriver implements SandboxDriver {
  readonly tier = "namespace-root";
  readonly #script: Script;
  created = 0;
  alive = 0;
  aliveMax = 0;

  constructor(script: Script) {
    this.#script = script;
  }

  async create(spec: SandboxSpec): Promise<Sandbox> {
    await this.#script.clock.sleep(this.#script.chance() * 20);
    if (this.#script.createFails()) throw new SandboxError("launch-failed", "the script says so");
    this.created += 1;
    this.alive += 1;
    this.aliveMax = Math.max(this.aliveMax, this.alive);
    return new ScriptedSandbox(spec, this.#script, () => {
      this.alive -= 1;
    });
  }

  async sweep(): Promise<void> {}
  async close(): Promise<void> {}
}

/** These guests trace nothing, so one that never receives will do for thousands. */
const NOT_TRACED = createSocket("udp4").setMaxListeners(0);

class ScriptedSandbox implements Sandbox {
  readonly id: string;
  readonly runtimeApi: Server = new Server();
  readonly xrayDaemon: Sandbox["xrayDaemon"] = NOT_TRACED;
  readonly gone: Promise<void>;
  readonly #script: Script;
  readonly #gone = Promise.withResolvers<void>();
  readonly #onGone: () => void;
  #attached = 0;
  #guest: ScriptedGuest | undefined;
  #isGone = false;

  constructor(spec: SandboxSpec, script: Script, onGone: () => void) {
    this.id = spec.id;
    this.#script = script;
    this.#onGone = onGone;
    this.gone = this.#gone.promise;
  }

  async attach(): Promise<void> {
    await this.#script.clock.sleep(this.#script.chance() * 3);
    if (this.#isGone || this.#script.createFails()) throw new SandboxError("gone", "the script says so");
    this.#attached += 1;
    if (this.#attached > 1) throw new Error("A stem cell was given away twice.");
  }

  async start({ environment }: ProcessSpec): Promise<SandboxProcess> {
    if (this.#isGone) throw new SandboxError("gone", "the sandbox is gone");
    if (this.#guest?.isAlive === true) throw new Error("Two runtimes at once.");
    this.#guest = new ScriptedGuest(this.runtimeApi, this.#script, "_HEARTH_STEM" in environment, () => this.destroy());
    return this.#guest;
  }

  async connect(): Promise<Duplex> {
    throw new SandboxError("refused", "scripted guests do not listen");
  }

  async killAll(): Promise<void> {
    await this.#script.clock.sleep(this.#script.chance() * 5);
    this.#guest?.signal("SIGKILL");
  }

  async throttle(): Promise<void> {}
  async unthrottle(): Promise<void> {}
  async freeze(): Promise<void> {
    await this.#script.clock.sleep(this.#script.chance() * 3);
  }
  async thaw(): Promise<void> {
    await this.#script.clock.sleep(this.#script.chance() * 3);
    if (this.#isGone) throw new SandboxError("gone", "the sandbox is gone");
  }
  async usage(): Promise<SandboxUsage> {
    return { memoryBytesPeak: 1, cpuMs: 1 };
  }

  async destroy(): Promise<void> {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#guest?.signal("SIGKILL");
    this.#onGone();
    this.#gone.resolve();
  }
}

class ScriptedGuest implements SandboxProcess {
  readonly stdout: PassThrough = new PassThrough();
  readonly stderr: PassThrough = new PassThrough();
  readonly telemetry: PassThrough = new PassThrough();
  readonly exited: Promise<ProcessExit>;
  isAlive = true;
  readonly #script: Script;
  readonly #exit = Promise.withResolvers<ProcessExit>();
  readonly #socket: Duplex;
  readonly #breakSandbox: () => Promise<void>;
  #received = "";
  /** What a stem cell still has to ask for before it has its function. */
  readonly #asks: string[];

  constructor(server: Server, script: Script, isStem: boolean, breakSandbox: () => Promise<void>) {
    const [host, guest] = duplexPair();
    this.#script = script;
    this.#socket = guest;
    this.#breakSandbox = breakSandbox;
    this.#asks = isStem ? ["assignment", "code"] : [];
    this.exited = this.#exit.promise;
    void this.exited.then(() => host.destroy());
    server.emit("connection", Object.assign(host, { setNoDelay: () => host }));
    guest.on("data", (piece: Buffer) => this.#receive(piece.toString()));
    guest.on("error", () => undefined);
    this.#ask();
  }

  #ask(): void {
    const [path] = this.#asks;
    if (path === undefined) void this.#init();
    else if (this.isAlive) this.#socket.write(`GET /hearth/${path} HTTP/1.1\r\n\r\n`);
  }

  signal(name: "SIGTERM" | "SIGKILL"): void {
    this.#end({ exitCode: undefined, signal: name, outOfMemory: false });
  }

  #end(exit: ProcessExit): void {
    if (!this.isAlive) return;
    this.isAlive = false;
    for (const stream of [this.stdout, this.stderr, this.telemetry]) stream.end();
    this.#exit.resolve(exit);
  }

  #send(method: string, path: string, body = ""): void {
    if (!this.isAlive) return;
    this.#socket.write(
      `${method} /2018-06-01/runtime${path} HTTP/1.1\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
  }

  async #init(): Promise<void> {
    const way = this.#script.init();
    await this.#script.clock.sleep(this.#script.chance() * 30);
    if (way === "hang" || !this.isAlive) return;
    if (way === "error") this.#send("POST", "/init/error", "init-error");
    if (way === "ready") this.#send("GET", "/invocation/next");
    else this.#end({ exitCode: 1, signal: undefined, outOfMemory: false });
  }

  #receive(text: string): void {
    this.#received += text;
    for (;;) {
      const end = this.#received.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/.exec(this.#received)?.[1] ?? 0);
      if (end < 0 || this.#received.length < end + 4 + length) return;
      const head = this.#received.slice(0, end);
      const body = this.#received.slice(end + 4, end + 4 + length);
      this.#received = this.#received.slice(end + 4 + length);
      if (this.#asks.length > 0) {
        this.#asks.shift();
        this.#ask();
      } else if (head.startsWith("HTTP/1.1 200")) void this.#handle(/Request-Id: (\S+)/.exec(head)?.[1] ?? "", body);
    }
  }

  async #handle(id: string, payload: string): Promise<void> {
    const { clock, chance, act, onBegin, onEnd } = this.#script;
    onBegin(payload);
    void this.exited.then(() => onEnd(payload));
    const deed = act();
    this.stdout.write(`out ${payload}\n`);
    await clock.sleep(chance() * 40);
    if (!this.isAlive || deed === "hang") return;
    if (deed === "break") return this.#breakSandbox();
    if (deed === "exit") return this.#end({ exitCode: 5, signal: undefined, outOfMemory: false });
    this.#send("POST", `/invocation/${id}/${deed === "fail" ? "error" : "response"}`, `${deed} ${payload}`);
    if (deed === "linger") await clock.sleep(chance() * 60);
    if (deed === "respond-and-exit") await clock.sleep(5);
    if (deed === "respond-and-exit") return this.#end({ exitCode: 0, signal: undefined, outOfMemory: false });
    onEnd(payload);
    this.#send("GET", "/invocation/next");
  }
}
