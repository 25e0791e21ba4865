import type { HeldWork } from "../ports/work-queue.ts";

/** A place in the order in which the work of a lane is claimed. */
export interface WorkPlace {
  readonly dueMs: number;
  readonly sequence: number;
}

/** Work that somebody holds. */
export interface HeldClaim extends HeldWork {
  readonly lane: string;
  readonly dueMs: number;
  leaseEndMs: number;
  /** Its settlement is on its way to the disk, so nobody else may have it now. */
  settling: boolean;
}

interface LaneClaims {
  readonly held: Map<string, HeldClaim>;
  /** All work up to here is held or gone. */
  passed: WorkPlace;
  /** No lease ends earlier. */
  leaseEndMsMin: number;
}

export const FIRST_PLACE: WorkPlace = { dueMs: Number.MIN_SAFE_INTEGER, sequence: 0 };

/** Claims per millisecond for which the epochs of a later process are sure to be higher. */
const EPOCHS_PER_MS = 1_024;
let lastEpoch = 0;

/** Epochs rise across restarts too: they start from the time. */
function nextEpoch(nowMs: number): number {
  lastEpoch = Math.max(lastEpoch + 1, nowMs * EPOCHS_PER_MS);
  return lastEpoch;
}

/**
 * Who holds what. One process has the database, so claims live in its memory and end with it: a claim costs no commit,
 * and after a restart all work is free at once. Each lane remembers how far its work is held, so that claiming does not
 * walk over what others hold.
 */
export class WorkClaims {
  readonly #lanes = new Map<string, LaneClaims>();
  readonly #byId = new Map<string, HeldClaim>();
  readonly #arriving = new Map<string, number>();

  /** The claim, when it is still the holder's to speak of. */
  valid({ queue, id, epoch }: HeldWork): HeldClaim | undefined {
    const held = this.#byId.get(keyOf(queue, id));
    return held !== undefined && held.epoch === epoch && !held.settling ? held : undefined;
  }

  /** Whether work is held and its lease has not ended. */
  taken(queue: string, id: string, nowMs: number): boolean {
    const held = this.#byId.get(keyOf(queue, id));
    return held !== undefined && (held.settling || held.leaseEndMs > nowMs);
  }

  /** Work is being put for someone who then holds it; until `arrived`, nobody else may claim it. */
  arrives(queue: string, id: string): void {
    const key = keyOf(queue, id);
    this.#arriving.set(key, (this.#arriving.get(key) ?? 0) + 1);
  }

  arrived(queue: string, id: string): void {
    const key = keyOf(queue, id);
    const others = (this.#arriving.get(key) ?? 1) - 1;
    if (others > 0) this.#arriving.set(key, others);
    else this.#arriving.delete(key);
  }

  isArriving(queue: string, id: string): boolean {
    return this.#arriving.has(keyOf(queue, id));
  }

  hold({ queue, lane, id, dueMs, leaseEndMs }: Omit<HeldClaim, "epoch" | "settling">, nowMs: number): HeldClaim {
    const held: HeldClaim = { queue, lane, id, dueMs, leaseEndMs, epoch: nextEpoch(nowMs), settling: false };
    this.#byId.set(keyOf(queue, id), held);
    const claims = this.#lane(queue, lane);
    claims.held.set(id, held);
    claims.leaseEndMsMin = Math.min(claims.leaseEndMsMin, leaseEndMs);
    return held;
  }

  /** Forgets a claim, unless another has taken its place. */
  release(held: HeldClaim): void {
    const key = keyOf(held.queue, held.id);
    if (this.#byId.get(key) === held) this.#byId.delete(key);
    const lane = this.#lanes.get(keyOf(held.queue, held.lane));
    if (lane?.held.get(held.id) === held) lane.held.delete(held.id);
    if (lane?.held.size === 0) this.#lanes.delete(keyOf(held.queue, held.lane));
  }

  releaseLane(queue: string, lane: string): void {
    for (const held of this.#lanes.get(keyOf(queue, lane))?.held.values() ?? [])
      this.#byId.delete(keyOf(queue, held.id));
    this.#lanes.delete(keyOf(queue, lane));
  }

  /** Where to look for free work. Leases that have ended make the lane look again from the first of them on. */
  startOf(queue: string, lane: string, nowMs: number): WorkPlace {
    const claims = this.#lanes.get(keyOf(queue, lane));
    if (claims === undefined) return FIRST_PLACE;
    if (claims.leaseEndMsMin <= nowMs) expire(claims, nowMs);
    return claims.passed;
  }

  /** All work up to this place is held or gone. */
  passed(queue: string, lane: string, place: WorkPlace): void {
    const claims = this.#lanes.get(keyOf(queue, lane));
    if (claims !== undefined) claims.passed = place;
  }

  /** Work came into a lane, or came free: it must be looked at even if the lane had passed its place. */
  cameFree(queue: string, lane: string, dueMs: number): void {
    const claims = this.#lanes.get(keyOf(queue, lane));
    if (claims !== undefined) stepBack(claims, dueMs);
  }

  /** When the earliest lease of a lane ends that has not ended yet; infinity when there is none. */
  leaseEndMs(queue: string, lane: string, nowMs: number): number {
    let earliest = Infinity;
    for (const { leaseEndMs } of this.#lanes.get(keyOf(queue, lane))?.held.values() ?? [])
      if (leaseEndMs > nowMs) earliest = Math.min(earliest, leaseEndMs);
    return earliest;
  }

  #lane(queue: string, lane: string): LaneClaims {
    const key = keyOf(queue, lane);
    let claims = this.#lanes.get(key);
    if (claims === undefined) {
      claims = { held: new Map(), passed: FIRST_PLACE, leaseEndMsMin: Infinity };
      this.#lanes.set(key, claims);
    }
    return claims;
  }
}

function expire(claims: LaneClaims, nowMs: number): void {
  claims.leaseEndMsMin = Infinity;
  for (const { leaseEndMs, dueMs } of claims.held.values()) {
    if (leaseEndMs <= nowMs) stepBack(claims, dueMs);
    claims.leaseEndMsMin = Math.min(claims.leaseEndMsMin, leaseEndMs);
  }
}

function stepBack(claims: LaneClaims, dueMs: number): void {
  if (dueMs <= claims.passed.dueMs) claims.passed = { dueMs, sequence: 0 };
}

function keyOf(queue: string, name: string): string {
  return `${queue}\0${name}`;
}
