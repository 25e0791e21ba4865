import type { ClaimedWork, Json, NewWork } from "../store/index.ts";

/** What became of one attempt. `following` is put in the same commit. */
export type WorkOutcome =
  | { readonly outcome: "done"; readonly following?: readonly NewWork[] }
  | {
      readonly outcome: "again";
      readonly visibleAtMs: number;
      readonly state: Json;
      readonly following?: readonly NewWork[];
      /** The target of the lane takes no more for now: fewer are begun at once, and none for a while if none is under way. */
      readonly isThrottled?: boolean;
    };

/**
 * Does one attempt. What it throws is reported, and the work tried again later: it is for faults of the program alone,
 * a target that fails is an outcome. `signal` tells that nobody waits for the outcome any more.
 */
export type WorkHandler = (work: ClaimedWork, signal: AbortSignal) => Promise<WorkOutcome>;

/** Work as its sender gives it; the worker adds the queue. Visible at once unless it says when. */
export type WorkToPut = Omit<NewWork, "queue" | "visibleAtMs"> & { readonly visibleAtMs?: number };

/** Drains one queue of the store. */
export interface Worker {
  /** Resolves once the work is durable; it is begun at once when there is room. Throws `StoreFullError`. */
  put(work: readonly WorkToPut[]): Promise<void>;
  /** Forgets the work of a lane; what runs goes on, and nothing comes of its outcome. Answers how much it was. */
  drop(lane: string): Promise<number>;
  /** Takes up what a former server left. */
  start(): Promise<void>;
  /** Begins nothing new, waits at most `graceMs` for what runs; the rest stays in the store. */
  stop(graceMs: number): Promise<void>;
}
