/** Someone who wants to boot an environment and may have to wait for room. */
export interface RoomSeeker {
  /** There is room for at least one more: ask again. */
  roomFreed(): void;
}

/** Something that takes up room and is idle. */
export interface Evictable {
  drain(): void;
}

/** The share of the room that is never given to provisioned environments, which do not make room for others. */
const ON_DEMAND_SHARE = 0.1;

/**
 * How many environments exist on this machine, and how many may. When there is no room, the environment that has been
 * idle for longest, of whatever function, makes room; when none is idle, seekers wait in the order in which they came.
 */
export class EnvironmentCensus {
  readonly #max: number;
  readonly #admitted: () => void;
  readonly #provisionedMax: number;
  readonly #idle = new Map<Evictable, () => void>();
  readonly #seekers = new Set<RoomSeeker>();
  /** Those who wait for provisioned environments to go. */
  readonly #provisionedSeekers = new Set<RoomSeeker>();
  #count = 0;
  #provisioned = 0;
  #leaving = 0;

  /** @param admitted told of each environment that is admitted */
  constructor(max: number, admitted: () => void) {
    this.#max = max;
    this.#admitted = admitted;
    this.#provisionedMax = max - Math.ceil(max * ON_DEMAND_SHARE);
  }

  /** Takes room for one environment, or notes that `seeker` waits for it. */
  admit(seeker: RoomSeeker): boolean {
    if (this.#count < this.#max) {
      this.#count += 1;
      this.#seekers.delete(seeker);
      this.#admitted();
      return true;
    }
    this.#seekers.add(seeker);
    this.#evict();
    return false;
  }

  /** The same for an environment that will not make room for others. */
  admitProvisioned(seeker: RoomSeeker): boolean {
    if (this.#provisioned >= this.#provisionedMax) {
      this.#provisionedSeekers.add(seeker);
      return false;
    }
    if (!this.admit(seeker)) return false;
    this.#provisioned += 1;
    return true;
  }

  /** An environment is gone. */
  release(wasLeaving: boolean, wasProvisioned: boolean): void {
    this.#count -= 1;
    if (wasLeaving) this.#leaving -= 1;
    if (wasProvisioned) {
      this.#provisioned -= 1;
      for (const seeker of this.#provisionedSeekers) this.#seekers.add(seeker);
      this.#provisionedSeekers.clear();
    }
    // Whoever does not need the room any more leaves it to the next.
    while (this.#count < this.#max) {
      const [seeker] = this.#seekers;
      if (seeker === undefined) return;
      this.#seekers.delete(seeker);
      seeker.roomFreed();
    }
  }

  /** How many more there may be. */
  get roomLeft(): number {
    return this.#max - this.#count;
  }

  /** Someone waits for room that no environment is leaving for. */
  get isShort(): boolean {
    return this.#seekers.size > this.#leaving;
  }

  /** `environment` is idle; `forget` takes it off its owner's list before it is evicted. */
  rest(environment: Evictable, forget: () => void): void {
    this.#idle.set(environment, forget);
  }

  /** `environment` is idle no more. */
  wake(environment: Evictable): void {
    this.#idle.delete(environment);
  }

  /** It will be gone soon, which makes room. */
  leave(): void {
    this.#leaving += 1;
  }

  #evict(): void {
    if (!this.isShort) return;
    const [oldest] = this.#idle;
    if (oldest === undefined) return;
    const [environment, forget] = oldest;
    this.#idle.delete(environment);
    forget();
  }
}
