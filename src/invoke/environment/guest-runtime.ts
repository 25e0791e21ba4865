import type { Clock } from "../../base/index.ts";
import type {
  GuestError,
  GuestHost,
  GuestResponse,
  NextInvocation,
  RuntimeApiHandle,
} from "../../runtime-api/index.ts";
import { serveRuntimeApi } from "../../runtime-api/index.ts";
import type { ProcessExit, ProcessSpec, Sandbox } from "../../sandbox/index.ts";
import { SandboxError } from "../../sandbox/index.ts";
import { OutputCapture } from "../logs/output-capture.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import type { RuntimeLaunch } from "./launch-plan.ts";
import type { Outcome } from "./outcome.ts";
import { invalidEntrypoint, reportedError, responseTooLarge, responseTruncated, succeeded } from "./outcome.ts";

/** What a runtime does, told to the environment it runs in. */
export interface RuntimeEvents {
  onNext(runtime: GuestRuntime): void;
  onAnswer(runtime: GuestRuntime, requestId: string, outcome: Outcome): void;
  onInitError(runtime: GuestRuntime, outcome: Outcome): void;
  onExit(runtime: GuestRuntime, exit: ProcessExit): void;
  onOutput(record: TelemetryRecord): void;
}

/** One runtime from its start to its end: its process, its Runtime API, its output. After a reset there is a new one. */
export class GuestRuntime implements GuestHost {
  readonly #events: RuntimeEvents;
  readonly #clock: Clock;
  readonly #api: RuntimeApiHandle;
  #output: OutputCapture | undefined;
  #give: ((event: NextInvocation) => void) | undefined;
  #isClosed = false;

  constructor(sandbox: Sandbox, clock: Clock, events: RuntimeEvents) {
    this.#clock = clock;
    this.#events = events;
    this.#api = serveRuntimeApi({ listener: sandbox.runtimeApi, host: this });
  }

  /**
   * Starts the first program that can be executed. Returns what went wrong when there is none. Throws `SandboxError`
   * when the sandbox itself fails.
   */
  async start(sandbox: Sandbox, launch: RuntimeLaunch): Promise<Outcome | undefined> {
    for (const argv of launch.bootstraps) {
      const spec = { argv, environment: launch.environment, workingDirectory: launch.workingDirectory };
      if (await this.#startOne(sandbox, spec)) return undefined;
    }
    return invalidEntrypoint(launch.bootstraps.map(([program]) => program));
  }

  async #startOne(sandbox: Sandbox, spec: ProcessSpec): Promise<boolean> {
    try {
      const process = await sandbox.start(spec);
      this.#output = new OutputCapture(process, this.#clock, (record) => this.#events.onOutput(record));
      process.exited.then(
        (exit) => this.#exit(exit),
        // A driver that loses track of a process says so with an error; the process is as good as killed.
        () => this.#exit({ exitCode: undefined, signal: "SIGKILL", outOfMemory: false }),
      );
      return true;
    } catch (error) {
      if (error instanceof SandboxError && (error.code === "not-found" || error.code === "not-executable"))
        return false;
      throw error;
    }
  }

  /** Whether the guest waits in `next`. */
  get isWaiting(): boolean {
    return this.#give !== undefined;
  }

  /** Gives the waiting guest its event. */
  deliver(event: NextInvocation): void {
    const give = this.#give;
    if (give === undefined) throw new Error("The runtime is not waiting for an event.");
    this.#give = undefined;
    give(event);
  }

  /** Emits unfinished lines of output. */
  flush(): void {
    this.#output?.flush();
  }

  /** Resolves when no more output can come. */
  get outputEnded(): Promise<void> {
    return this.#output?.ended ?? Promise.resolve();
  }

  /** Stops listening to the guest. Its output still counts. */
  close(): void {
    this.#isClosed = true;
    this.#api.close();
  }

  next(): Promise<NextInvocation> {
    return new Promise((resolve) => {
      this.#give = resolve;
      this.#events.onNext(this);
    });
  }

  respond(requestId: string, response: GuestResponse): void {
    this.#events.onAnswer(this, requestId, succeeded(response.payload));
  }

  respondTooLarge(requestId: string): void {
    this.#events.onAnswer(this, requestId, responseTooLarge());
  }

  respondTruncated(requestId: string): void {
    this.#events.onAnswer(this, requestId, responseTruncated());
  }

  fail(requestId: string, error: GuestError): void {
    this.#events.onAnswer(this, requestId, reportedError(error));
  }

  failInit(error: GuestError): void {
    this.#events.onInitError(this, reportedError(error));
  }

  #exit(exit: ProcessExit): void {
    if (!this.#isClosed) this.#events.onExit(this, exit);
  }
}
