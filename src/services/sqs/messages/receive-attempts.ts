import type { Clock } from "../../../base/index.ts";
import type { MessageReceipt } from "../../../store/index.ts";

/** How long a repeated attempt gives the same messages (SQS API reference, ReceiveRequestAttemptId). */
const WINDOW_MS = 300_000;

interface Attempt {
  readonly receipts: readonly MessageReceipt[];
  readonly endMs: number;
}

/** What was received from FIFO queues under which attempt id, so that a client whose answer got lost may ask again. */
export class ReceiveAttempts {
  readonly #clock: Clock;
  readonly #attempts = new Map<string, Attempt>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  find(queue: string, id: string): readonly MessageReceipt[] | undefined {
    const attempt = this.#attempts.get(`${queue} ${id}`);
    return attempt !== undefined && attempt.endMs > this.#clock.monotonicMs() ? attempt.receipts : undefined;
  }

  remember(queue: string, id: string, receipts: readonly MessageReceipt[]): void {
    const nowMs = this.#clock.monotonicMs();
    // In the order of time, so that the old ones are in front.
    for (const [key, { endMs }] of this.#attempts) {
      if (endMs > nowMs) break;
      this.#attempts.delete(key);
    }
    const key = `${queue} ${id}`;
    this.#attempts.delete(key);
    const kept = receipts.map(({ sequence, epoch }) => ({ sequence, epoch }));
    this.#attempts.set(key, { receipts: kept, endMs: nowMs + WINDOW_MS });
  }
}
