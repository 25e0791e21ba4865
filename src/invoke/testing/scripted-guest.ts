// Not a test: a runtime that follows a script. It serves the simulation.
import type { Server } from "node:net";
import type { Script } from "./script.ts";
import { ScriptedProcess } from "./scripted-process.ts";

const RUNTIME = "/2018-06-01/runtime";

export class ScriptedGuest extends ScriptedProcess {
  readonly #script: Script;
  readonly #breakSandbox: () => Promise<void>;

  /** One that `isStem` still has to ask for its function. */
  constructor(server: Server, script: Script, isStem: boolean, breakSandbox: () => Promise<void>) {
    super(server);
    this.#script = script;
    this.#breakSandbox = breakSandbox;
    void this.#live(isStem);
  }

  /** Some do not want to end. */
  override signal(name: "SIGTERM" | "SIGKILL"): void {
    if (name === "SIGKILL" || this.#script.chance() < 0.5) super.signal(name);
  }

  async #live(isStem: boolean): Promise<void> {
    if (isStem) await this.#becomeFunction();
    const way = this.#script.init();
    await this.#script.clock.sleep(this.#script.chance() * 30);
    if (way === "hang" || !this.isAlive) return;
    if (way === "error") await this.call("POST", `${RUNTIME}/init/error`, "init-error");
    if (way !== "ready") return this.end({ exitCode: 1 });
    while (this.isAlive) {
      const { head, body } = await this.call("GET", `${RUNTIME}/invocation/next`);
      await this.#handle(/Request-Id: (\S+)/.exec(head)?.[1] ?? "", body);
    }
  }

  async #becomeFunction(): Promise<void> {
    for (const path of ["wake", "assignment", "code"]) {
      const { status } = await this.call("GET", `/hearth/${path}`);
      if (status !== 200) throw new Error(`A waiting runtime was answered ${status} when it asked for ${path}.`);
    }
  }

  async #handle(id: string, payload: string): Promise<void> {
    const { clock, chance, act, onBegin, onEnd } = this.#script;
    onBegin(payload);
    void this.exited.then(() => onEnd(payload));
    const deed = act();
    this.stdout.write(`out ${payload}\n`);
    await clock.sleep(chance() * 40);
    if (deed === "hang") return new Promise(() => undefined);
    if (!this.isAlive) return;
    if (deed === "break") return this.#breakSandbox();
    if (deed === "exit") return this.end({ exitCode: 5 });
    void this.call(
      "POST",
      `${RUNTIME}/invocation/${id}/${deed === "fail" ? "error" : "response"}`,
      `${deed} ${payload}`,
    );
    if (deed === "linger") await clock.sleep(chance() * 60);
    if (deed === "respond-and-exit") await clock.sleep(5);
    if (deed === "respond-and-exit") return this.end({ exitCode: 0 });
    onEnd(payload);
  }
}
