/** After this time without a cold start nothing is kept for a shape. */
const FORGET_MS = 600_000;
/** Cold starts count in full when they happen, and a third of that after this time. */
const DECAY_MS = 30_000;

interface Record {
  weight: number;
  atMs: number;
}

/** How many cold starts there were of late, by shape, and how many stem cells each shape deserves. */
export class StemDemand {
  readonly #max: number;
  /** The shape that was wanted last is the last. */
  readonly #records = new Map<string, Record>();

  constructor(max: number) {
    this.#max = max;
  }

  /** No shape was wanted of late, as `shares` last saw it. */
  get isNone(): boolean {
    return this.#records.size === 0;
  }

  /** A function of this shape has to start. */
  arrive(shape: string, nowMs: number): void {
    const known = this.#records.get(shape);
    this.#records.delete(shape);
    this.#records.set(shape, { weight: weightAt(known, nowMs) + 1, atMs: nowMs });
  }

  /**
   * How many to keep of each shape, the latest first, `max` in all and no more than there is room for: one for each shape while there is room, the rest
   * where starts have been many.
   */
  shares(nowMs: number, roomLeft: number = this.#max): ReadonlyMap<string, number> {
    const shares = new Map<string, number>();
    let room = Math.min(this.#max, roomLeft);
    for (const [shape, record] of [...this.#records].toReversed()) {
      if (nowMs - record.atMs >= FORGET_MS) this.#records.delete(shape);
      else if (room > 0) {
        shares.set(shape, 1);
        room -= 1;
      }
    }
    for (const shape of shares.keys()) {
      const extra = Math.min(room, Math.ceil(weightAt(this.#records.get(shape), nowMs)) - 1);
      if (extra <= 0) continue;
      shares.set(shape, 1 + extra);
      room -= extra;
    }
    return shares;
  }
}

function weightAt(record: Record | undefined, nowMs: number): number {
  return record === undefined ? 0 : record.weight * Math.exp((record.atMs - nowMs) / DECAY_MS);
}
