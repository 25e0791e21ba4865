import type { Clock } from "../../base/index.ts";
import type { StreamLimits } from "./stream-limits.ts";

/**
 * Bandwidth as a bucket of bytes that is full at first and refills steadily. What is taken is never refused but owed, so
 * that the pieces of a stream need not be cut to size.
 */
export class Bandwidth {
  readonly #clock: Clock;
  readonly #limits: StreamLimits;
  #bytes: number;
  #filledMs: number;

  constructor(clock: Clock, limits: StreamLimits) {
    this.#clock = clock;
    this.#limits = limits;
    this.#bytes = limits.burstBytes;
    this.#filledMs = clock.monotonicMs();
  }

  take(bytes: number): void {
    this.#refill();
    this.#bytes -= bytes;
  }

  /** Whole milliseconds until nothing is owed any more; 0 when nothing is. */
  get delayMs(): number {
    this.#refill();
    return this.#bytes >= 0 ? 0 : Math.ceil((-this.#bytes * 1_000) / this.#limits.bytesPerSecond);
  }

  #refill(): void {
    const nowMs = this.#clock.monotonicMs();
    const gained = ((nowMs - this.#filledMs) * this.#limits.bytesPerSecond) / 1_000;
    this.#bytes = Math.min(this.#limits.burstBytes, this.#bytes + gained);
    this.#filledMs = nowMs;
  }
}
