import type { Timer } from "../base/index.ts";
import { LanePace } from "./lane-pace.ts";

/** What a worker knows of a lane that has work. */
export class LaneBook {
  readonly lane: string;
  readonly pace: LanePace;
  /** When its earliest free work is due, as far as is known; infinity when there is none. */
  dueAtMs: number = Infinity;
  /** Attempts under way, and places kept for what is being claimed or put. */
  running = 0;
  isClaiming = false;
  /** Looks at the lane when it is due. */
  timer: Timer | undefined;

  constructor(lane: string, nowMs: number) {
    this.lane = lane;
    this.pace = new LanePace(nowMs);
  }

  /** Nothing is left that would have to be remembered. */
  get isEmpty(): boolean {
    return this.running === 0 && !this.isClaiming && this.dueAtMs === Infinity;
  }
}
