import type { Clock } from "../../base/index.ts";
import type { ProcessExit, Sandbox, SandboxProcess } from "../../sandbox/index.ts";
import { OutputCapture } from "../logs/output-capture.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import type { Extension } from "./extension.ts";

/** Where layers bring external extensions. */
const FOLDER = "/opt/extensions";
const WORKING_DIRECTORY = "/";

/** An external extension that runs. */
export class ExtensionProcess {
  readonly extension: Extension;
  readonly exited: Promise<ProcessExit>;
  readonly #process: SandboxProcess;
  readonly #output: OutputCapture;
  #hasExited = false;

  private constructor(
    extension: Extension,
    process: SandboxProcess,
    clock: Clock,
    onOutput: (record: TelemetryRecord) => void,
  ) {
    this.extension = extension;
    this.#process = process;
    this.#output = new OutputCapture(process, clock, onOutput);
    // A driver that loses track of a process says so with an error; the process is as good as killed.
    const lost: ProcessExit = { exitCode: undefined, signal: "SIGKILL", outOfMemory: false };
    this.exited = process.exited.catch(() => lost).finally(() => (this.#hasExited = true));
  }

  /** Throws `SandboxError`; see `execFailure` for the codes that mean that this extension cannot be started. */
  static async start(
    extension: Extension,
    environment: Readonly<Record<string, string>>,
    { sandbox, clock }: { readonly sandbox: Sandbox; readonly clock: Clock },
    onOutput: (record: TelemetryRecord) => void,
  ): Promise<ExtensionProcess> {
    const process = await sandbox.start({
      argv: [`${FOLDER}/${extension.name}`],
      environment,
      workingDirectory: WORKING_DIRECTORY,
    });
    return new ExtensionProcess(extension, process, clock, onOutput);
  }

  get hasExited(): boolean {
    return this.#hasExited;
  }

  kill(): void {
    this.#process.signal("SIGKILL");
  }

  /** Emits unfinished lines of output. */
  flush(): void {
    this.#output.flush();
  }

  /** Resolves when no more output can come. */
  get outputEnded(): Promise<void> {
    return this.#output.ended;
  }
}
