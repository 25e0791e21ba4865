/** How many are begun at once in a lane of which nothing is known. */
const START = 16;
/** How long a pace is tried at least before it is judged. */
const PERIOD_MS = 1_000;
/** How long it is tried when less has ended than is done at once: it may be that the machine is busy, or that it takes long. */
const SLOW_PERIOD_MS = 10_000;
/** A faster pace is kept only if so much more gets done. */
const GAIN_MIN = 1.1;
/** After a faster pace brought nothing, or the target refused it, it is not tried again for so long. */
const HOLD_MS = 10_000;
const REST_MS_FIRST = 1_000;
const REST_MS_MAX = 30_000;

/**
 * How many of a lane are done at once. While there is more work than that, it doubles as long as more gets done by it: a
 * slow target is asked in parallel, and one that is limited by the machine is not given more than the machine can do. It is
 * judged only when as many have ended as are done at once, or doubling would make a busy machine ever busier.
 * A target that refuses sets the limit itself.
 */
export class LanePace {
  #limit = START;
  #triedBefore: { readonly limit: number; readonly perMs: number } | undefined;
  #periodStartMs: number;
  #ended = 0;
  #isFull = false;
  #holdUntilMs = 0;
  #restMs = 0;
  #restUntilMs = 0;

  constructor(nowMs: number) {
    this.#periodStartMs = nowMs;
  }

  get limit(): number {
    return this.#limit;
  }

  /** Nothing is begun before. */
  get restUntilMs(): number {
    return this.#restUntilMs;
  }

  /** When the pace is judged next. */
  get reviewAtMs(): number {
    return this.#periodStartMs + this.#periodMs;
  }

  /** There was more work than the limit allows. */
  full(): void {
    this.#isFull = true;
  }

  ended(): void {
    this.#ended += 1;
    this.#restMs = 0;
  }

  /** The target refused one, while so many others were under way. */
  throttled(running: number, nowMs: number): void {
    this.#limit = Math.max(1, Math.min(this.#limit, running));
    this.#triedBefore = undefined;
    this.#holdUntilMs = nowMs + HOLD_MS;
    if (running > 0 || nowMs < this.#restUntilMs) return;
    this.#restMs = Math.min(REST_MS_MAX, Math.max(REST_MS_FIRST, this.#restMs * 2));
    this.#restUntilMs = nowMs + this.#restMs;
  }

  review(nowMs: number): void {
    // A wall clock that was set back must not stop us for long.
    const elapsedMs = nowMs - this.#periodStartMs;
    if (elapsedMs >= 0 && elapsedMs < this.#periodMs) return;
    if (this.#isFull && nowMs >= this.#holdUntilMs && elapsedMs > 0) this.#judge(this.#ended / elapsedMs, nowMs);
    this.#periodStartMs = nowMs;
    this.#ended = 0;
    this.#isFull = false;
  }

  get #periodMs(): number {
    return this.#ended < this.#limit ? SLOW_PERIOD_MS : PERIOD_MS;
  }

  #judge(perMs: number, nowMs: number): void {
    const before = this.#triedBefore;
    const isSlow = this.#ended < this.#limit;
    if (before !== undefined && !isSlow && perMs < before.perMs * GAIN_MIN) {
      this.#limit = before.limit;
      this.#triedBefore = undefined;
      this.#holdUntilMs = nowMs + HOLD_MS;
      return;
    }
    this.#triedBefore = { limit: this.#limit, perMs };
    this.#limit *= 2;
  }
}
