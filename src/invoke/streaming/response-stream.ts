import type { Clock, Timer } from "../../base/index.ts";
import type { ResponseSink } from "../../runtime-api/index.ts";
import { Bandwidth } from "./bandwidth.ts";
import type { StreamLimits } from "./stream-limits.ts";

/** What may wait for the reader before the guest is held back. */
const QUEUE_BYTES_MAX = 65_536;

type Next = IteratorResult<Uint8Array, undefined>;

/**
 * A response on its way from the guest to the caller, never whole in memory: the guest is held back while the caller
 * does not read, or while it is ahead of its bandwidth. A caller who leaves does not stop the guest; what it still
 * writes is thrown away, as slowly as it would have been sent.
 */
export class ResponseStream implements ResponseSink, AsyncIterableIterator<Uint8Array, undefined> {
  readonly bytesMax: number;
  readonly #clock: Clock;
  readonly #bandwidth: Bandwidth;
  #queue: Uint8Array[] = [];
  #queuedBytes = 0;
  #bytes = 0;
  /** Set while the guest is held back. */
  #resume: (() => void) | undefined;
  #pacing: Timer | undefined;
  /** Set while the caller waits for the next piece. */
  #reader: ((next: Next) => void) | undefined;
  #isEnded = false;
  #isAbandoned = false;

  constructor(clock: Clock, limits: StreamLimits) {
    this.bytesMax = limits.bytesMax;
    this.#clock = clock;
    this.#bandwidth = new Bandwidth(clock, limits);
  }

  /** How much the guest has written. */
  get bytes(): number {
    return this.#bytes;
  }

  write(content: Uint8Array, resume: () => void): boolean {
    if (this.#isEnded) return true;
    this.#bytes += content.length;
    this.#bandwidth.take(content.length);
    if (!this.#isAbandoned) this.#enqueue(content);
    const isFree = this.#queuedBytes < QUEUE_BYTES_MAX && this.#bandwidth.delayMs === 0;
    if (isFree && this.#resume === undefined) return true;
    this.#resume = resume;
    this.#release();
    return false;
  }

  /** Nothing more comes. What is queued is still read. */
  end(): void {
    this.#isEnded = true;
    this.#pacing?.cancel();
    this.#resume = undefined;
    if (this.#queue.length === 0) this.#answer({ done: true, value: undefined });
  }

  /** The caller has gone. */
  abandon(): void {
    this.#isAbandoned = true;
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#answer({ done: true, value: undefined });
    this.#release();
  }

  /** Everything that has come since the last piece, as one. */
  next(): Promise<Next> {
    const [first] = this.#queue;
    if (first === undefined && (this.#isEnded || this.#isAbandoned))
      return Promise.resolve({ done: true, value: undefined });
    if (first === undefined)
      return new Promise((resolve) => {
        this.#reader = resolve;
      });
    const value = this.#queue.length === 1 ? first : Buffer.concat(this.#queue, this.#queuedBytes);
    this.#queue = [];
    this.#queuedBytes = 0;
    this.#release();
    return Promise.resolve({ done: false, value });
  }

  return(): Promise<Next> {
    this.abandon();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #enqueue(content: Uint8Array): void {
    if (this.#reader !== undefined) return this.#answer({ done: false, value: content });
    this.#queue.push(content);
    this.#queuedBytes += content.length;
  }

  #answer(next: Next): void {
    const reader = this.#reader;
    this.#reader = undefined;
    reader?.(next);
  }

  /** Lets the guest go on if nothing holds it back any more. */
  #release(): void {
    if (this.#resume === undefined || this.#pacing !== undefined || this.#queuedBytes >= QUEUE_BYTES_MAX) return;
    const { delayMs } = this.#bandwidth;
    if (delayMs > 0) {
      this.#pacing = this.#clock.after(delayMs, () => {
        this.#pacing = undefined;
        this.#release();
      });
      return;
    }
    const resume = this.#resume;
    this.#resume = undefined;
    resume();
  }
}
