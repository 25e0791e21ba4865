import type { Clock } from "../../../base/index.ts";

/** How long the service wants its clients to wait (SQS API reference, PurgeQueue and CreateQueue). */
const WAIT_MS = 60_000;

/** When queues were last purged and deleted, which clients may not do again, or undo, for a minute. */
export class QueueTimes {
  readonly #clock: Clock;
  readonly #purged = new Map<string, number>();
  readonly #deleted = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  purged(key: string): void {
    this.#note(this.#purged, key);
  }

  deleted(key: string): void {
    this.#purged.delete(key);
    this.#note(this.#deleted, key);
  }

  purgedRecently(key: string): boolean {
    return this.#recently(this.#purged, key);
  }

  deletedRecently(key: string): boolean {
    return this.#recently(this.#deleted, key);
  }

  #note(times: Map<string, number>, key: string): void {
    const nowMs = this.#clock.monotonicMs();
    // Kept in the order of time, so that the old ones are in front.
    times.delete(key);
    for (const [other, atMs] of times) {
      if (nowMs - atMs < WAIT_MS) break;
      times.delete(other);
    }
    times.set(key, nowMs);
  }

  #recently(times: ReadonlyMap<string, number>, key: string): boolean {
    const atMs = times.get(key);
    return atMs !== undefined && this.#clock.monotonicMs() - atMs < WAIT_MS;
  }
}
