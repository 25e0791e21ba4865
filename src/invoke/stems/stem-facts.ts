/** What becomes of stem cells, for metrics. */
export interface StemFact {
  /**
   * `stem.grown` waits for a function; `stem.taken` got one; `stem.missed`: a function of a shape that could have one
   * booted directly; `stem.discarded`: it is not wanted any more, or broke.
   */
  readonly type: "stem.grown" | "stem.taken" | "stem.missed" | "stem.discarded";
  readonly timeMs: number;
  readonly runtime: string;
  readonly memoryMib: number;
  /** Of all shapes, after this. */
  readonly waiting: number;
}

/** What the pool of stem cells holds and has done since the start. */
export interface StemState {
  readonly max: number;
  readonly waiting: readonly { readonly runtime: string; readonly memoryMib: number; readonly count: number }[];
  /** Cold starts from a stem cell, and cold starts that could have been but booted directly. */
  readonly hits: number;
  readonly misses: number;
}
