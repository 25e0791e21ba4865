import type { RoomSeeker } from "./environment-census.ts";

/**
 * How many provisioned environments boot at once on this machine, so that large fleets, and a server that starts with
 * many of them, leave the processors to those who are being served.
 */
export class BootGate {
  readonly #max: number;
  readonly #waiting = new Set<RoomSeeker>();
  #running = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Lets a boot begin, or notes that `seeker` waits for that. */
  begin(seeker: RoomSeeker): boolean {
    if (this.#running >= this.#max) {
      this.#waiting.add(seeker);
      return false;
    }
    this.#running += 1;
    return true;
  }

  /** A boot has ended in whatever way. */
  end(): void {
    this.#running -= 1;
    // Whoever has nothing to boot any more leaves it to the next.
    while (this.#running < this.#max) {
      const [seeker] = this.#waiting;
      if (seeker === undefined) return;
      this.#waiting.delete(seeker);
      seeker.roomFreed();
    }
  }
}
