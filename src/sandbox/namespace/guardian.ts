import type { Duplex } from "node:stream";
import type { Mount } from "../driver.ts";
import { SandboxError } from "../driver.ts";
import { attachCommand } from "./launcher-command.ts";
import { launchError } from "./launcher-error.ts";
import { readReport } from "./launcher-report.ts";

/** What is said to the guardian, the launcher's process outside the sandbox: commands there, one line of JSON back each. */
export class Guardian {
  readonly #line: Duplex;
  readonly #waiting: PromiseWithResolvers<void>[] = [];
  #text = "";

  constructor(line: Duplex) {
    this.#line = line;
    line.on("data", (piece: Buffer) => this.#hear(piece.toString()));
    // Whoever waits is told; a guardian that is gone has nothing more to say.
    line.on("error", () => this.#end());
    line.on("close", () => this.#end());
  }

  /** Mounts folders read-only, in this order. Throws `SandboxError`; then some of them may be mounted. */
  attach(mounts: readonly Mount[]): Promise<void> {
    const answer = Promise.withResolvers<void>();
    if (this.#line.destroyed) answer.reject(gone());
    else {
      this.#waiting.push(answer);
      this.#line.write(attachCommand(mounts));
    }
    return answer.promise;
  }

  close(): void {
    this.#line.destroy();
  }

  #hear(piece: string): void {
    const lines = (this.#text + piece).split("\n");
    this.#text = lines.pop() ?? "";
    for (const line of lines) {
      const message: unknown = JSON.parse(line);
      const report = readReport(message, undefined);
      if (report?.kind === "broken") this.#waiting.shift()?.reject(launchError(report.message, report.errno));
      else this.#waiting.shift()?.resolve();
    }
  }

  #end(): void {
    for (const answer of this.#waiting.splice(0)) answer.reject(gone());
  }
}

function gone(): SandboxError {
  return new SandboxError("gone", "The sandbox is gone: its guardian ended.");
}
