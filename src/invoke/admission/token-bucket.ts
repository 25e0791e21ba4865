import type { Clock } from "../../base/index.ts";

/** Lets so many through per second, and as many at once after a quiet time. Unused allowance does not add up beyond that. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #capacity: number;
  readonly #perMs: number;
  #tokens: number;
  #filledAtMs: number;

  /** @param capacity how many may come at once */
  constructor(clock: Clock, capacity: number, perSecond: number) {
    this.#clock = clock;
    this.#capacity = capacity;
    this.#perMs = perSecond / 1_000;
    this.#tokens = capacity;
    this.#filledAtMs = clock.monotonicMs();
  }

  /** Lets one through; false when the allowance is used up. */
  take(): boolean {
    if (this.available === 0) return false;
    this.#tokens -= 1;
    return true;
  }

  /** How many would be let through now. */
  get available(): number {
    this.#fill();
    return Math.floor(this.#tokens);
  }

  #fill(): void {
    const nowMs = this.#clock.monotonicMs();
    this.#tokens = Math.min(this.#capacity, this.#tokens + (nowMs - this.#filledAtMs) * this.#perMs);
    this.#filledAtMs = nowMs;
  }
}
