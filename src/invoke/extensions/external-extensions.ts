import type { Clock } from "../../base/index.ts";
import type { Sandbox } from "../../sandbox/index.ts";
import { execFailure } from "../environment/exec-failure.ts";
import { afterLoopTurn } from "../environment/loop-turn.ts";
import type { Outcome } from "../environment/outcome.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import { type ExtensionCrew, EXTENSIONS_MAX } from "./extension-crew.ts";
import { extensionExited, extensionNotLaunched, tooManyExtensions } from "./extension-outcome.ts";
import { ExtensionProcess } from "./extension-process.ts";
import type { Extension } from "./extension.ts";
import { extensionVariables } from "./extension-variables.ts";

/** What becomes of the processes. */
export interface ExternalEvents {
  onOutput(record: TelemetryRecord): void;
  /** One of them has ended, or cannot be started. */
  onFails(outcome: Outcome): void;
  /** The sandbox cannot run programs. */
  onBreaks(error: unknown): void;
}

/** The extensions of one environment that are processes of their own. */
export class ExternalExtensions {
  readonly #crew: ExtensionCrew;
  readonly #place: { readonly sandbox: Sandbox; readonly clock: Clock };
  readonly #on: ExternalEvents;
  readonly #processes: ExtensionProcess[] = [];
  #isStopped = false;

  constructor(crew: ExtensionCrew, place: { readonly sandbox: Sandbox; readonly clock: Clock }, on: ExternalEvents) {
    this.#crew = crew;
    this.#place = place;
    this.#on = on;
  }

  get processes(): readonly ExtensionProcess[] {
    return this.#processes;
  }

  get haveExited(): boolean {
    return this.#processes.some(({ hasExited }) => hasExited);
  }

  /** Starts them one after the other, until one fails or `stop` is called. `variables` are those of the function. */
  async start(names: readonly string[], variables: Readonly<Record<string, string>>): Promise<void> {
    const environment = extensionVariables(variables);
    // All are known before the first can register: the registration of one is not that of all.
    const extensions = names.map((name) => this.#crew.addExternal(name));
    for (const [index, extension] of extensions.entries()) {
      if (this.#isStopped) return;
      if (index >= EXTENSIONS_MAX) return this.#refuse(extension);
      await this.#start(extension, environment);
    }
  }

  stop(): void {
    this.#isStopped = true;
  }

  async #start(extension: Extension, environment: Readonly<Record<string, string>>): Promise<void> {
    try {
      const process = await ExtensionProcess.start(extension, environment, this.#place, (record) =>
        this.#on.onOutput(record),
      );
      this.#processes.push(process);
      // What it said last is read first.
      void process.exited.then((exit) => afterLoopTurn(() => this.#on.onFails(extensionExited(extension, exit))));
    } catch (error) {
      this.#cannotLaunch(extension, error);
    }
  }

  #refuse(extension: Extension): void {
    extension.fail("launchFailed", "TooManyExtensions");
    this.#on.onFails(tooManyExtensions());
  }

  #cannotLaunch(extension: Extension, error: unknown): void {
    const failure = execFailure(error);
    if (failure === undefined) return this.#on.onBreaks(error);
    extension.fail("launchFailed", failure.code === "not-executable" ? "PermissionDenied" : "UnknownError");
    this.#on.onFails(extensionNotLaunched(extension.name, failure.reason));
  }

  /** Emits unfinished lines of output. */
  flush(): void {
    for (const process of this.#processes) process.flush();
  }

  /** Resolves when no more output can come. */
  async outputEnded(): Promise<void> {
    await Promise.all(this.#processes.map((process) => process.outputEnded));
  }
}
