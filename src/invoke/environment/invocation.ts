import type { InitializationType } from "../facts.ts";
import type { InvocationRequest, InvocationResult, InvokeError } from "../invoker.ts";
import { TailBuffer } from "../logs/tail-buffer.ts";
import type { StreamReceiver } from "../streaming/streaming-call.ts";
import type { ResponseListener } from "./guest-runtime.ts";
import type { Outcome } from "./outcome.ts";

/** One event from its acceptance to its result. The caller is answered exactly once. */
export class Invocation implements ResponseListener {
  readonly request: InvocationRequest;
  readonly tail: TailBuffer | undefined;
  /** Who takes the response while the guest streams it; undefined when the caller wants it whole. */
  readonly receiver: StreamReceiver | undefined;
  /** Set when the guest, or the platform in its place, has answered. */
  outcome: Outcome | undefined;
  /** What the caller got, or will get. */
  payload: Uint8Array | undefined;
  /** Monotonic time at which an environment began with it; undefined before. */
  startedMs: number | undefined;
  /** Monotonic time of the answer; undefined before. */
  answeredMs: number | undefined;
  /** Epoch time at which it runs out of time. */
  deadlineMs = 0;
  /** The tracing header that the guest gets. */
  readonly traceId: string;
  /** Which concurrency it draws from, and which kind of environment it is given first. */
  readonly draw: InitializationType;
  /** Monotonic time at which the guest was given the event; undefined before. */
  deliveredMs: number | undefined;
  /** Monotonic time at which the guest began to send its response; undefined before. */
  responseBeganMs: number | undefined;
  /** The guest asked for the next event. */
  isDone = false;
  readonly #settled: (result: InvocationResult | InvokeError) => void;
  readonly #version: string;
  #isOpen = true;

  constructor(
    request: InvocationRequest,
    version: string,
    traceId: string,
    draw: InitializationType,
    settled: (result: InvocationResult | InvokeError) => void,
    receiver?: StreamReceiver,
  ) {
    this.request = request;
    this.traceId = traceId;
    this.draw = draw;
    this.receiver = receiver;
    this.tail = request.tail ? new TailBuffer() : undefined;
    this.#version = version;
    this.#settled = settled;
  }

  /** Size of the response. */
  get producedBytes(): number {
    return (this.receiver?.bytes ?? 0) + (this.payload?.byteLength ?? 0);
  }

  /** An environment takes it on. */
  begin(startedMs: number, deadlineMs: number): void {
    this.startedMs = startedMs;
    this.deadlineMs = deadlineMs;
  }

  responseBegins(beganMs: number): void {
    this.responseBeganMs ??= beganMs;
  }

  /** Answers the caller, unless its log is wanted too: then `conclude` does. Only the first answer counts. */
  answer(outcome: Outcome, answeredMs: number): void {
    this.answeredMs ??= answeredMs;
    this.outcome ??= outcome;
    this.payload ??= outcome.payload(this.request.requestId);
    if (this.tail === undefined) this.#settle(this.payload, this.outcome);
  }

  /** The log of the invocation is complete. */
  conclude(outcome: Outcome, endedMs: number): void {
    this.answer(outcome, endedMs);
    if (this.payload !== undefined) this.#settle(this.payload, this.outcome ?? outcome);
  }

  /** It could not be carried out. */
  refuse(error: InvokeError): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#settled(error);
  }

  #settle(payload: Uint8Array, outcome: Outcome): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#settled({
      payload,
      functionError: outcome.status === "success" ? undefined : "Unhandled",
      errorCode: outcome.errorCode,
      executedVersion: this.#version,
      logTail: this.tail?.bytes(),
    });
  }
}
