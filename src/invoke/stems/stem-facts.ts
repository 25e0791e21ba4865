/**
 * `unwanted`: there were too few cold starts of its shape of late; `memory`: the machine is short of it; `room`:
 * environments need its place; `broken`: its runtime ended, or could not be given a function.
 */
export type DiscardReason = "unwanted" | "memory" | "room" | "broken";

/** What becomes of stem cells, and starts without one, for metrics. */
export interface StemFact {
  /**
   * `stem.grown` waits for a function; `stem.taken` got one; `stem.missed`: a function of a shape that could have one
   * booted directly; `stem.bypassed`: so did one that can have none; `stem.discarded`: see `reason`.
   */
  readonly type: "stem.grown" | "stem.taken" | "stem.missed" | "stem.bypassed" | "stem.discarded";
  /** Why it was discarded. */
  readonly reason?: DiscardReason;
  readonly timeMs: number;
  readonly runtime: string;
  readonly memoryMib: number;
  readonly tmpMib: number;
  /** Of all shapes, after this. */
  readonly waiting: number;
}

/** What the pool of stem cells holds and has done since the start. */
export interface StemState {
  readonly max: number;
  readonly waiting: readonly {
    readonly runtime: string;
    readonly memoryMib: number;
    readonly tmpMib: number;
    readonly count: number;
  }[];
  /** Cold starts from a stem cell, and cold starts that could have been but booted directly. */
  readonly hits: number;
  readonly misses: number;
}
