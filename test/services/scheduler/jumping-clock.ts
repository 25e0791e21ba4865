import { TestClock } from "../../../src/base/index.ts";

/** A clock that somebody sets: the wall time jumps, and timers go on as before. */
export class JumpingClock extends TestClock {
  #jumpedMs = 0;

  override nowMs(): number {
    return super.nowMs() + this.#jumpedMs;
  }

  jump(byMs: number): void {
    this.#jumpedMs += byMs;
  }
}
