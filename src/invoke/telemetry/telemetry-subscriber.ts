import type { Clock, Timer } from "../../base/index.ts";
import type { Subscription } from "../../runtime-api/index.ts";
import type { InvokeFact } from "../facts.ts";
import { telemetryEvent, telemetryType } from "./telemetry-event.ts";

/** Where batches go; `TelemetrySender` is the one. */
export interface BatchSender {
  send(events: readonly string[]): Promise<void>;
  close(): void;
}

/** Events that did not reach their subscriber. */
export interface DroppedEvents {
  readonly records: number;
  readonly bytes: number;
  readonly reason: string;
}

interface Batch {
  readonly events: string[];
  bytes: number;
  /** Of the events, those that tell of others which were dropped: when they are dropped in turn, that is not told again. */
  notices: number;
}

/** Batches that may wait while one is sent; a subscriber that is further behind loses the newest. */
const WAITING_MAX = 2;
/** How often a batch is sent at most, and how long before the second time; each time takes twice as long. */
const ATTEMPTS_MAX = 5;
const RETRY_MS = 100;
/** The words of the Telemetry API's `platform.logsDropped`. */
const TOO_SLOW = "Some logs were dropped because the downstream consumer is slower than the logs production rate";

/**
 * One subscription: gathers events until there are enough of them, or time is up, and sends them in order. It keeps the
 * function waiting for nothing: a subscriber that does not keep up loses events, and is told how many.
 */
export class TelemetrySubscriber {
  readonly #subscription: Subscription;
  readonly #sender: BatchSender;
  readonly #clock: Clock;
  readonly #onDrop: (dropped: DroppedEvents) => void;
  #gathering: Batch = { events: [], bytes: 0, notices: 0 };
  readonly #waiting: Batch[] = [];
  #timer: Timer | undefined;
  #sending: Promise<void> | undefined;
  #isStopped = false;

  constructor(subscription: Subscription, sender: BatchSender, clock: Clock, onDrop: (dropped: DroppedEvents) => void) {
    this.#subscription = subscription;
    this.#sender = sender;
    this.#clock = clock;
    this.#onDrop = onDrop;
  }

  add(fact: InvokeFact): void {
    if (this.#isStopped || !this.#subscription.types.includes(telemetryType(fact))) return;
    const event = telemetryEvent(fact, this.#subscription);
    if (event === undefined) return;
    const { maxItems, maxBytes, timeoutMs } = this.#subscription.buffering;
    const bytes = Buffer.byteLength(event);
    if (this.#gathering.bytes + bytes > maxBytes) void this.flush();
    this.#gathering.events.push(event);
    this.#gathering.bytes += bytes;
    if (fact.type === "platform.logsDropped") this.#gathering.notices += 1;
    if (this.#gathering.events.length >= maxItems || this.#gathering.bytes >= maxBytes) void this.flush();
    else this.#timer ??= this.#clock.after(timeoutMs, () => void this.flush());
  }

  /** Sends what was gathered so far, without waiting for more. Resolves when nothing is left to send, sent or not. */
  async flush(): Promise<void> {
    this.#timer?.cancel();
    this.#timer = undefined;
    const batch = this.#gathering;
    if (batch.events.length > 0 && !this.#isStopped) {
      this.#gathering = { events: [], bytes: 0, notices: 0 };
      if (this.#sending !== undefined && this.#waiting.length >= WAITING_MAX) this.#drop(batch, TOO_SLOW);
      else this.#waiting.push(batch);
      this.#sending ??= this.#sendAll();
    }
    await this.#sending;
  }

  /** Nothing is sent any more. */
  stop(): void {
    this.#isStopped = true;
    this.#timer?.cancel();
    this.#sender.close();
  }

  async #sendAll(): Promise<void> {
    for (let batch = this.#waiting.shift(); batch !== undefined; batch = this.#waiting.shift()) await this.#send(batch);
    this.#sending = undefined;
  }

  async #send(batch: Batch): Promise<void> {
    for (let attempt = 1; !this.#isStopped; attempt++) {
      try {
        return await this.#sender.send(batch.events);
      } catch (error) {
        if (this.#isStopped) return;
        const reason = error instanceof Error ? error.message : String(error);
        if (attempt >= ATTEMPTS_MAX) return this.#drop(batch, `could not send events: ${reason}`);
        await this.#pause(RETRY_MS * 2 ** (attempt - 1));
      }
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => void this.#clock.after(delayMs, resolve));
  }

  #drop({ events, bytes, notices }: Batch, reason: string): void {
    if (events.length > notices) this.#onDrop({ records: events.length, bytes, reason });
  }
}
