import assert from "node:assert/strict";
import type { Claim, ClaimedWork, ClaimQuery, NewWork, WorkQueue } from "./work-queue.ts";

/** A queue to be tested, and how to see whether it remembers. */
export interface WorkQueueUnderTest {
  readonly work: WorkQueue;
  /** Closes the store and opens it again, as a restart of the server does. */
  reopen(): Promise<WorkQueue>;
  close(): Promise<void>;
}

export const NOW_MS = 1_700_000_000_000;
export const LEASE_END_MS: number = NOW_MS + 60_000;

export type Current = () => { work: WorkQueue; under: WorkQueueUnderTest };

export function item(id: string, changes: Partial<NewWork> = {}): NewWork {
  return { queue: "q", lane: "a", id, visibleAtMs: NOW_MS, state: { n: 0 }, payload: Buffer.from(id), ...changes };
}

export function items(count: number, changes: Partial<NewWork> = {}): NewWork[] {
  return Array.from({ length: count }, (_, index) => item(`${changes.lane ?? "a"}${index}`, changes));
}

export function claim(work: WorkQueue, changes: Partial<ClaimQuery> = {}): Promise<Claim> {
  return work.claim({ queue: "q", lane: "a", nowMs: NOW_MS, leaseEndMs: LEASE_END_MS, limit: 100, ...changes });
}

export async function claimOne(work: WorkQueue, changes: Partial<ClaimQuery> = {}): Promise<ClaimedWork> {
  const [one] = (await claim(work, { ...changes, limit: 1 })).work;
  assert.ok(one, "there was nothing to claim");
  return one;
}

export function idsOf(work: readonly Pick<ClaimedWork, "id">[]): string[] {
  return work.map(({ id }) => id);
}
