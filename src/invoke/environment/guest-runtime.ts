import type { Clock, Timer } from "../../base/index.ts";
import type {
  ExtensionsHost,
  GuestCredentialSource,
  GuestError,
  GuestHost,
  GuestMetadata,
  GuestResponse,
  Handover,
  NextInvocation,
  ResponseSink,
  RuntimeApiHandle,
} from "../../runtime-api/index.ts";
import { serveRuntimeApi } from "../../runtime-api/index.ts";
import type { ProcessExit, Sandbox, SandboxProcess } from "../../sandbox/index.ts";
import { OutputCapture } from "../logs/output-capture.ts";
import type { TelemetryRecord } from "../logs/telemetry-frames.ts";
import type { StreamReceiver } from "../streaming/streaming-call.ts";
import { type NotStarted, startBootstrap } from "./bootstrap.ts";
import { HandedOver } from "./handed-over.ts";
import type { RuntimeLaunch } from "./launch-plan.ts";
import { afterLoopTurn } from "./loop-turn.ts";
import type { Outcome } from "./outcome.ts";
import { exited, reportedError, responseTooLarge, responseTruncated, succeeded } from "./outcome.ts";

/** What a runtime does, told to the environment it runs in until `close`. Times are monotonic. */
export interface RuntimeEvents {
  /** It asked for its first event. */
  onReady(readyMs: number): void;
  /** It will never ask for an event: no program, an error it reported, or its exit. */
  onInitFails(outcome: Outcome): void;
  onAnswer(requestId: string, outcome: Outcome): void;
  /** It asked for another event. */
  onDone(doneMs: number): void;
  /** It exited after it had been ready. */
  onExit(outcome: Outcome): void;
  /** The sandbox cannot run programs. */
  onBreaks(error: unknown): void;
  /** Absent where there can be no extensions. */
  readonly extensions?: ExtensionsHost;
  /** Absent where there is no function yet. */
  readonly metadata?: GuestMetadata;
  /** Absent where there is no function yet, and where it has them in variables. */
  readonly credentials?: GuestCredentialSource | undefined;
  /** Told even after `close`: last words count. */
  onOutput(record: TelemetryRecord): void;
}

/** Who is told how the response to an event comes about. */
export interface ResponseListener {
  /** Takes the response while it is streamed; undefined when the caller wants it whole. */
  readonly receiver: StreamReceiver | undefined;
  responseBegins(beganMs: number): void;
}

/** How long a runtime that reported a failed initialisation may take to exit by itself, so that its last words are kept. */
const EXIT_GRACE_MS = 300;
/** How long after a response broke off its runtime may turn out to have exited, which is then what went wrong. */
const EXIT_NOTICE_MS = 1_000;

/** One runtime from its start to its end: its process, its Runtime API, its output. After a reset there is a new one. */
export class GuestRuntime implements GuestHost {
  #events: RuntimeEvents;
  readonly #clock: Clock;
  readonly #api: RuntimeApiHandle;
  readonly #sandbox: Sandbox;
  #output: OutputCapture | undefined;
  #starting: Promise<void> | undefined;
  #process: SandboxProcess | undefined;
  #give: ((event: NextInvocation) => void) | undefined;
  #initError: Outcome | undefined;
  #exitGrace: Timer | undefined;
  /** Of the event at hand. */
  #listener: ResponseListener | undefined;
  /** Ends the wait for the exit that may explain why a response broke off. */
  #breakOff: (() => void) | undefined;
  #isReady = false;
  #isClosed = false;
  #hasExited = false;
  /** Of a runtime that has no function yet: told once that it waits for one. */
  #onWaiting: (() => void) | undefined;
  readonly #chosen = new HandedOver<void>();
  readonly #announced = new HandedOver<Readonly<Record<string, string>>>();
  readonly #assigned = new HandedOver<void>();
  /**
   * What it may still ask for, each thing once and before its function runs, so that no function can. What is given early
   * waits for the question, which may still be under way by then.
   */
  readonly #unasked: Set<"wake" | "assignment" | "code">;

  /** With `onWaiting` it is started without a function, and waits for `choose`, `announce` and `assign` once that was called. */
  constructor(sandbox: Sandbox, clock: Clock, events: RuntimeEvents, onWaiting?: () => void) {
    this.#sandbox = sandbox;
    this.#clock = clock;
    this.#events = events;
    this.#onWaiting = onWaiting;
    this.#unasked = new Set(onWaiting === undefined ? [] : ["wake", "assignment", "code"]);
    this.#api = serveRuntimeApi({ listener: sandbox.runtimeApi, host: this });
  }

  /** Starts the first program that can be executed. What comes of it is told as events. */
  start(launch: RuntimeLaunch): void {
    this.#starting = this.#start(launch);
  }

  async #start(launch: RuntimeLaunch): Promise<void> {
    try {
      const started = await startBootstrap(this.#sandbox, launch, () => this.#isClosed);
      if (started === undefined) return;
      if ("outcome" in started) this.#cannotStart(started);
      else this.#run(started);
    } catch (error) {
      if (!this.#isClosed) this.#events.onBreaks(error);
    }
  }

  #cannotStart({ outcome, lastWords }: NotStarted): void {
    if (this.#isClosed) return;
    if (lastWords !== undefined) this.#events.onOutput({ timeMs: this.#clock.nowMs(), message: lastWords });
    this.#events.onInitFails(outcome);
  }

  #run(process: SandboxProcess): void {
    this.#process = process;
    this.#output = new OutputCapture(process, this.#clock, (record) => this.#events.onOutput(record));
    process.exited.then(
      (exit) => this.#exit(exit),
      // A driver that loses track of a process says so with an error; the process is as good as killed.
      () => this.#exit({ exitCode: undefined, signal: "SIGKILL", outOfMemory: false }),
    );
  }

  get extensions(): ExtensionsHost | undefined {
    return this.#events.extensions;
  }

  get credentials(): GuestCredentialSource | undefined {
    return this.#events.credentials;
  }

  get metadata(): GuestMetadata | undefined {
    return this.#events.metadata;
  }

  /** To the program, if one was started. */
  signal(name: "SIGTERM" | "SIGKILL"): void {
    this.#process?.signal(name);
  }

  /** Resolves, or rejects, when the program is no more; at once when none was started. */
  get exited(): Promise<unknown> {
    return this.#process?.exited ?? Promise.resolve();
  }

  /** The program is no more. */
  get hasExited(): boolean {
    return this.#hasExited;
  }

  /** Gives the waiting guest its event. */
  deliver(event: NextInvocation, listener: ResponseListener): void {
    const give = this.#give;
    if (give === undefined) throw new Error("The runtime is not waiting for an event.");
    this.#give = undefined;
    this.#listener = listener;
    give(event);
  }

  /** Emits unfinished lines of output. */
  flush(): void {
    this.#output?.flush();
  }

  /** Resolves when no program is about to be started any more, so that killing all of them kills the last one, too. */
  async startEnded(): Promise<void> {
    await this.#starting;
  }

  /** Resolves when no more output can come. */
  async outputEnded(): Promise<void> {
    await this.#output?.ended;
  }

  /** Stops listening to the guest, except for its output. */
  close(): void {
    this.#isClosed = true;
    this.#exitGrace?.cancel();
    this.#breakOff = undefined;
    this.#api.close();
  }

  wake(): Handover<void> | undefined {
    return this.#ask("wake") ? this.#chosen : undefined;
  }

  assignment(): Handover<Readonly<Record<string, string>>> | undefined {
    this.#unasked.delete("wake"); // who does not ask for it first has no use for it
    return this.#ask("assignment") ? this.#announced : undefined;
  }

  code(): Handover<void> | undefined {
    return this.#ask("code") ? this.#assigned : undefined;
  }

  #ask(what: "wake" | "assignment" | "code"): boolean {
    if (!this.#unasked.delete(what)) return false;
    this.#onWaiting?.();
    this.#onWaiting = undefined;
    return true;
  }

  /** A function was chosen for a waiting runtime, which need not sleep any longer. */
  choose(): void {
    this.#chosen.give();
  }

  /** Tells a waiting runtime its variables, while the folders of its function are put in place. */
  announce(environment: Readonly<Record<string, string>>): void {
    this.#announced.give(environment);
  }

  /** The folders are in place: from here on `events` is told what the runtime does. */
  assign(events: RuntimeEvents): void {
    this.#events = events;
    this.#assigned.give();
  }

  next(give: (event: NextInvocation) => void): void {
    const nowMs = this.#clock.monotonicMs();
    this.#breakOff?.();
    this.#give = give;
    if (this.#isReady) return this.#events.onDone(nowMs);
    // What it printed while it initialised is read first.
    afterLoopTurn(() => {
      if (this.#isClosed) return;
      this.#isReady = true;
      this.flush();
      this.#events.onReady(nowMs);
    });
  }

  beginResponse(_requestId: string, isStreamed: boolean, contentType: string | undefined): ResponseSink | undefined {
    this.#listener?.responseBegins(this.#clock.monotonicMs());
    return isStreamed ? this.#listener?.receiver?.open(contentType) : undefined;
  }

  respond(requestId: string, response: GuestResponse): void {
    this.#events.onAnswer(requestId, succeeded(response.payload));
  }

  respondTooLarge(requestId: string, bytesMax: number): void {
    this.#events.onAnswer(requestId, responseTooLarge(bytesMax));
  }

  /** The connection of a runtime that exits ends before its exit is known; only a runtime that lives on broke off. */
  respondTruncated(requestId: string): void {
    const breakOff = (): void => {
      if (this.#breakOff !== breakOff) return;
      this.#breakOff = undefined;
      this.#events.onAnswer(requestId, responseTruncated());
    };
    this.#breakOff = breakOff;
    this.#clock.after(EXIT_NOTICE_MS, breakOff);
  }

  fail(requestId: string, error: GuestError): void {
    this.#events.onAnswer(requestId, reportedError(error));
  }

  failInit(error: GuestError): void {
    const outcome = reportedError(error);
    this.#initError = outcome;
    this.#exitGrace = this.#clock.after(EXIT_GRACE_MS, () => this.#events.onInitFails(outcome));
  }

  /** What it sent before it exited is read first: an answer counts, although its sender is gone. */
  #exit(exit: ProcessExit): void {
    this.#hasExited = true;
    afterLoopTurn(() => {
      if (this.#isClosed) return;
      if (this.#isReady) this.#events.onExit(exited(exit));
      else this.#events.onInitFails(this.#initError ?? exited(exit));
    });
  }
}
