// Not a test: a driver whose sandboxes and guests live in this process, follow a script and a test clock, and speak
// real HTTP over in-memory sockets. It serves the simulation.
import { createSocket } from "node:dgram";
import { Server } from "node:net";
import { type Duplex, duplexPair } from "node:stream";
import type {
  ProcessSpec,
  Sandbox,
  SandboxDriver,
  SandboxProcess,
  SandboxSpec,
  SandboxUsage,
} from "../../sandbox/index.ts";
import { SandboxError } from "../../sandbox/index.ts";
import type { ExtensionScript, Script } from "./script.ts";
import { ScriptedExtension } from "./scripted-extension.ts";
import { ScriptedGuest } from "./scripted-guest.ts";
import type { ScriptedProcess } from "./scripted-process.ts";

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

const EXTENSIONS = "/opt/extensions/";

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
  readonly #programs: ScriptedProcess[] = [];
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

  async start({ argv: [program], environment }: ProcessSpec): Promise<SandboxProcess> {
    if (this.#isGone) throw new SandboxError("gone", "the sandbox is gone");
    const { extension } = this.#script;
    if (program.startsWith(EXTENSIONS) && extension !== undefined) return this.#startExtension(program, extension);
    if (this.#guest?.isAlive === true) throw new Error("Two runtimes at once.");
    this.#guest = new ScriptedGuest(this.runtimeApi, this.#script, "_HEARTH_STEM" in environment, () => this.destroy());
    this.#programs.push(this.#guest);
    return this.#guest;
  }

  #startExtension(program: string, script: ExtensionScript): SandboxProcess {
    if (this.#script.chance() < 0.02) throw new SandboxError("not-executable", "the script says so");
    const name = program.slice(EXTENSIONS.length);
    const extension = new ScriptedExtension(this.runtimeApi, this.#script, script, name);
    this.#programs.push(extension);
    return extension;
  }

  #kill(): void {
    for (const program of this.#programs.splice(0)) program.signal("SIGKILL");
  }

  /** Whoever listens takes what comes, or never answers; mostly nobody does. */
  async connect(): Promise<Duplex> {
    const chance = this.#script.chance();
    if (chance < 0.5) throw new SandboxError("refused", "the script says so");
    const [host, listener] = duplexPair();
    listener.resume();
    if (chance < 0.8) listener.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    return host;
  }

  async killAll(): Promise<void> {
    await this.#script.clock.sleep(this.#script.chance() * 5);
    this.#kill();
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
    this.#kill();
    this.#onGone();
    this.#gone.resolve();
  }
}
