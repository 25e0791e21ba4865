// Not a test: an external extension that follows a script. It serves the simulation.
import type { Server } from "node:net";
import type { ExtensionScript, Script } from "./script.ts";
import { ScriptedProcess } from "./scripted-process.ts";

const API = "/2020-01-01/extension";
const SUBSCRIPTION = {
  schemaVersion: "2022-12-13",
  types: ["platform", "function"],
  destination: { protocol: "HTTP", URI: "http://sandbox:4243" },
  buffering: { maxItems: 1_000, maxBytes: 262_144, timeoutMs: 25 },
};

export class ScriptedExtension extends ScriptedProcess {
  readonly #script: Script;
  readonly #own: ExtensionScript;
  #identifier = "";

  constructor(server: Server, script: Script, own: ExtensionScript, name: string) {
    super(server);
    this.#script = script;
    this.#own = own;
    void this.#live(name);
  }

  async #live(name: string): Promise<void> {
    const { clock, chance } = this.#script;
    const way = this.#own.init();
    await clock.sleep(chance() * 20);
    if (way === "exit") return this.end({ exitCode: 7 });
    if (way === "hang" && chance() < 0.5) return;
    const events = ["INVOKE", "SHUTDOWN"].filter(() => chance() < 0.8);
    const { head } = await this.call("POST", `${API}/register`, JSON.stringify({ events }), [
      `Lambda-Extension-Name: ${name}`,
    ]);
    this.#identifier = /Lambda-Extension-Identifier: (\S+)/.exec(head)?.[1] ?? "";
    if (chance() < 0.3) await this.#say("PUT", "/2022-07-01/telemetry", JSON.stringify(SUBSCRIPTION));
    await clock.sleep(chance() * 20);
    if (way === "hang") return;
    if (way === "error") return this.#fail("init");
    while (this.isAlive) await this.#next();
  }

  async #next(): Promise<void> {
    const { status, body } = await this.#say("GET", `${API}/event/next`);
    const event: unknown = JSON.parse(body);
    const type = typeof event === "object" && event !== null && "eventType" in event ? event.eventType : undefined;
    this.#own.onTold(status === 200 ? String(type) : body);
    if (status !== 200) return this.end({ exitCode: 1 });
    if (type === "SHUTDOWN") return this.#shutDown();
    const { clock, chance } = this.#script;
    const deed = this.#own.act();
    if (deed !== "next") await clock.sleep(chance() * 60);
    if (deed === "hang") return new Promise(() => undefined);
    if (deed === "exit") this.end({ exitCode: 7 });
    if (deed === "error") await this.#fail("exit");
  }

  async #shutDown(): Promise<void> {
    const { clock, chance } = this.#script;
    const way = this.#own.end();
    if (way === "hang") return new Promise(() => undefined);
    await clock.sleep(chance() * 300);
    this.end({ exitCode: way === "fail" ? 1 : 0 });
  }

  /** It exits afterwards, as it should, or leaves that to whoever waits for it. */
  async #fail(phase: "init" | "exit"): Promise<void> {
    await this.#say("POST", `${API}/${phase}/error`, "", "Lambda-Extension-Function-Error-Type: Extension.Told");
    if (this.#script.chance() < 0.5) this.end({ exitCode: 9 });
    return new Promise(() => undefined);
  }

  #say(method: string, path: string, body = "", ...headers: string[]): ReturnType<ScriptedProcess["call"]> {
    return this.call(method, path, body, [`Lambda-Extension-Identifier: ${this.#identifier}`, ...headers]);
  }
}
