/** How many are begun at once in a lane of which nothing is known. */
const START = 16;
/** How long a pace is tried at least before it is judged. */
const PERIOD_MS = 1_000;
/** How long it is tried when less has ended than is done at once: it may be that the machine is busy, or that it takes long. */
const SLOW_PERIOD_MS = 10_000;
/** Twice as many at once are kept only if so much more gets done, and half as many if it is hardly less. */
const GAIN_MIN = 1.5;
const LOSS_MIN = 0.9;
/** Fewer than this are not tried. */
const LIMIT_MIN = 4;
/** As many as are done at once of what takes so long that nothing can be compared. */
const SLOW_LIMIT = 128;
/** After another pace brought nothing, or the target refused it, none is tried for so long. */
const HOLD_MS = 10_000;
const REST_MS_FIRST = 1_000;
const REST_MS_MAX = 30_000;

type Direction = "more" | "fewer";

/** Another pace that is tried, and what the former one was. */
interface Trial {
  readonly direction: Direction;
  readonly limit: number;
  readonly perMs: number;
}

/**
 * How many of a lane are done at once, found by trying: twice as many as long as that gets more done, half as many as long as
 * that hardly gets less done, and then for a while what was best. So a slow target is asked in parallel, and one that is limited by the
 * machine does not get more than the machine can do. A pace is judged only when as many have ended as are done at once, or
 * doubling would make a busy machine ever busier. A target that refuses sets the limit itself.
 */
export class LanePace {
  #limit = START;
  #trial: Trial | undefined;
  #next: Direction = "more";
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
    this.#trial = undefined;
    this.#next = "more";
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
    const trial = this.#trial;
    if (this.#ended < this.#limit) {
      this.#trial = undefined;
      this.#limit = Math.max(this.#limit, Math.min(this.#limit * 2, SLOW_LIMIT));
    } else if (trial === undefined) this.#try(this.#next, perMs);
    else if (perMs >= trial.perMs * (trial.direction === "more" ? GAIN_MIN : LOSS_MIN))
      this.#try(trial.direction, perMs);
    else {
      this.#limit = trial.limit;
      this.#trial = undefined;
      this.#next = trial.direction === "more" ? "fewer" : "more";
      this.#holdUntilMs = nowMs + HOLD_MS;
    }
  }

  #try(wanted: Direction, perMs: number): void {
    const direction = this.#limit > LIMIT_MIN ? wanted : "more";
    this.#trial = { direction, limit: this.#limit, perMs };
    this.#limit = direction === "more" ? this.#limit * 2 : Math.max(LIMIT_MIN, Math.floor(this.#limit / 2));
  }
}
