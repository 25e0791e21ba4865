import type { Json } from "./records.ts";

/** One piece of work that was accepted and must not be lost: an event for a function, a delivery to a target. */
export interface NewWork {
  /** Which worker does it, e.g. `invoke` or `sns`. */
  readonly queue: string;
  /** Whose work it is within the queue (a function, a subscription); lanes do not hold each other up. */
  readonly lane: string;
  /** Unique within its queue. Putting work that is there already changes nothing. */
  readonly id: string;
  /** Not to be claimed before, in epoch milliseconds. */
  readonly visibleAtMs: number;
  /** What changes from attempt to attempt (counts, the last answer); small. */
  readonly state: Json;
  /** What is to be done; opaque here, never changed. */
  readonly payload: Uint8Array;
}

/** Work that one worker holds until it settles it or its lease ends. */
export interface ClaimedWork extends NewWork {
  /** Rises with every claim; a settlement with a former epoch has no effect. */
  readonly epoch: number;
  /** When it was put, in epoch milliseconds. */
  readonly acceptedAtMs: number;
}

/** What a worker may say of work that it holds. New work in `following` is put together with it, or nothing of both is done. */
export type Settlement = {
  readonly work: HeldWork;
  readonly following?: readonly NewWork[];
} & ({ readonly outcome: "done" } | { readonly outcome: "again"; readonly visibleAtMs: number; readonly state: Json });

export interface ClaimQuery {
  readonly queue: string;
  readonly lane: string;
  /** Claims what is visible at this time, earliest first. */
  readonly nowMs: number;
  /** When the claim ends by itself, so that the work of a dead node is done by another. */
  readonly leaseEndMs: number;
  readonly limit: number;
}

/** What a claim brought. */
export interface Claim {
  readonly work: readonly ClaimedWork[];
  /**
   * When the earliest of what else the lane holds can be claimed: it becomes visible, or the lease on it ends. Not later
   * than `nowMs` when the limit was reached before the end; undefined when the lane holds nothing else.
   */
  readonly nextDueAtMs: number | undefined;
}

/** A lane with work in it. */
export interface LaneState {
  readonly lane: string;
  /** When its earliest unclaimed work becomes visible, or the earliest lease on it ends. */
  readonly dueAtMs: number;
}

/** Told of a lane that got work, and when the earliest of that work is due. */
export type LaneListener = (lane: string, dueAtMs: number) => void;

/** Names work that its holder speaks of. */
export type HeldWork = Pick<ClaimedWork, "queue" | "id" | "epoch">;

/** Durable work in many lanes. All that is acknowledged survives power loss. */
export interface WorkQueue {
  /** All of it or nothing. Throws `StoreFullError` when the disk is full. */
  put(work: readonly NewWork[], nowMs: number): Promise<void>;
  /**
   * Puts work that the caller claims in the same commit. One answer for each, in order: the epoch of the claim, or undefined when
   * the work was there already or was claimed by another at that moment. Throws as `put` does.
   */
  putClaimed(
    work: readonly NewWork[],
    nowMs: number,
    leaseEndMs: number,
  ): Promise<readonly (ClaimedWork["epoch"] | undefined)[]>;
  claim(query: ClaimQuery): Promise<Claim>;
  /** One answer for each, in order: false when the claim was lost to another, and nothing was done. */
  settle(settlements: readonly Settlement[]): Promise<readonly boolean[]>;
  /** Extends claims; answers false for those that were lost. */
  renew(work: readonly HeldWork[], leaseEndMs: number): Promise<readonly boolean[]>;
  /** Lanes with work, after `after` in byte order. Costs the same whatever the lanes hold. */
  lanes(queue: string, query: { readonly after?: string; readonly limit: number }): Promise<readonly LaneState[]>;
  /** Forgets all work of a lane, claimed or not; answers how much it was. */
  drop(queue: string, lane: string): Promise<number>;
  /**
   * Tells of unclaimed work that was put into a queue, by whomever: `put`, `following`, or work that is to be done again. Work put by another node
   * may be told late or not at all, so who listens looks at `lanes` now and then. Returns the function that ends it.
   */
  watch(queue: string, listener: LaneListener): () => void;
}
