/** A new observation counts for so much of the average. */
const WEIGHT = 0.2;
/** No request waits longer than this for a busy environment, however long a boot takes. */
const PATIENCE_MS_MAX = 250;
/** The same while nobody knows how long an event takes, or a boot. */
const FIRST_PATIENCE_MS_MAX = 50;
/** How long the first boot of all is waited for, which says how long a boot takes. */
const FIRST_BOOT_MS_MAX = 150;
/** What is assumed of an event at least, so that one environment is not expected to serve hundreds. */
const SERVED_MS_MIN = 0.5;
/** An event that has taken so many times the usual time is not about to end. */
const OVERDUE = 3;

/**
 * Whether a request had better wait for an environment that is there, or booting, than have one booted: it does as long
 * as that is expected to be the sooner. Both are averages of what the pool has seen. Before it has seen anything, the
 * first boot and the first event are waited for, since most events are short, but not for long.
 */
export class Patience {
  #servedMs: number | undefined;
  #bootMs: number | undefined;

  /** An environment was busy with an event for so long. */
  served(durationMs: number): void {
    this.#servedMs = average(this.#servedMs, durationMs);
  }

  /** An environment took so long from nothing to its first event. */
  booted(durationMs: number): void {
    this.#bootMs = average(this.#bootMs, durationMs);
  }

  /** How long a request may wait before it is looked at again. */
  get limitMs(): number {
    const maxMs = this.#servedMs === undefined ? FIRST_PATIENCE_MS_MAX : PATIENCE_MS_MAX;
    return Math.min(this.#bootMs ?? FIRST_PATIENCE_MS_MAX, maxMs);
  }

  /** How many waiting requests an environment will have served by then that has been busy for `busyMs`. */
  places(busyMs: number): number {
    if (this.#servedMs === undefined) return busyMs < this.limitMs ? Number.POSITIVE_INFINITY : 0;
    if (busyMs > OVERDUE * this.#servedMs) return 0;
    return this.#placesAt(this.#servedMs);
  }

  /** The same of one that has answered after `busyMs` and is about to be idle; before anything is known that is what an event takes. */
  placesOnceDone(busyMs: number): number {
    return Math.max(1, this.#placesAt(this.#servedMs ?? busyMs));
  }

  /** The same of an environment that is not ready yet, after `ageMs`. */
  placesOnceReady(ageMs: number): number {
    if (this.#servedMs === undefined) return ageMs < FIRST_BOOT_MS_MAX ? Number.POSITIVE_INFINITY : 1;
    return Math.max(1, this.places(0));
  }

  #placesAt(servedMs: number): number {
    return Math.floor(this.limitMs / Math.max(servedMs, SERVED_MS_MIN));
  }
}

function average(known: number | undefined, latest: number): number {
  return known === undefined ? latest : known + WEIGHT * (latest - known);
}
