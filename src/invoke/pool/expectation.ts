import type { Environment } from "../environment/environment.ts";
import type { Outlook } from "../environment/outlook.ts";
import { Patience } from "./patience.ts";

/** How long an environment that has answered is waited for, rather than booting another one. */
const SETTLE_MS = 100;

/** What the environments of a pool are expected to do for those who wait. */
export class Expectation {
  readonly #environments: ReadonlySet<Environment>;
  readonly #patience = new Patience();

  constructor(environments: ReadonlySet<Environment>) {
    this.#environments = environments;
  }

  /** It has just become idle, after its boot or after an event. */
  learn({ outlook }: Environment): void {
    if (outlook.servedMs === undefined) this.#patience.booted(outlook.ageMs);
    else this.#patience.served(outlook.servedMs);
  }

  /** After so long whoever waits still is looked at again. */
  get reviewMs(): number {
    return this.#patience.limitMs;
  }

  /** Whether any environment boots, resets, or has answered just now. */
  get isAnyComing(): boolean {
    for (const { outlook } of this.#environments) if (this.#isComing(outlook)) return true;
    return false;
  }

  /** Where booting takes long, because the machine is busy, so does what a guest does after its answer. */
  #isComing(outlook: Outlook): boolean {
    return outlook.isComing(Math.max(SETTLE_MS, this.#patience.limitMs));
  }

  /** How many requests will be served soon; not counted further than `limit`. */
  places(limit: number): number {
    let count = 0;
    for (const { outlook } of this.#environments) {
      if (count >= limit) break;
      const { busyMs } = outlook;
      if (this.#isComing(outlook))
        count +=
          busyMs === undefined ? this.#patience.placesOnceReady(outlook.ageMs) : this.#patience.placesOnceDone(busyMs);
      else if (busyMs !== undefined) count += this.#patience.places(busyMs);
    }
    return count;
  }
}
