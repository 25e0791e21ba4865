import type { RoomSeeker } from "./environment-census.ts";

/** How many environments may boot at once on this machine. Whoever has to wait is asked again in turn. */
export class BootGate {
  readonly #max: number;
  readonly #waiting = new Set<RoomSeeker>();
  #running = 0;

  constructor(max: number) {
    this.#max = max;
  }

  /** Whether a boot may begin; otherwise notes that `seeker` waits for that. */
  admits(seeker: RoomSeeker): boolean {
    if (this.#running < this.#max) return true;
    this.#waiting.add(seeker);
    return false;
  }

  /** A boot begins that was admitted just now. */
  begin(): void {
    this.#running += 1;
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
