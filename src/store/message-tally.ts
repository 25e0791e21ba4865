/** How many messages of one queue are invisible, by the second in which they become visible. Counts may be late by one. */
export class MessageTally {
  readonly #inFlight = new Map<number, number>();
  readonly #delayed = new Map<number, number>();
  #inFlightSum = 0;

  add(visibleAtMs: number, inFlight: boolean, count = 1): void {
    const bySecond = inFlight ? this.#inFlight : this.#delayed;
    const second = Math.ceil(visibleAtMs / 1_000);
    bySecond.set(second, (bySecond.get(second) ?? 0) + count);
    if (inFlight) this.#inFlightSum += count;
  }

  /** Of a message that was counted; one that became visible meanwhile is forgotten already, or is soon. */
  remove(visibleAtMs: number, inFlight: boolean): void {
    const bySecond = inFlight ? this.#inFlight : this.#delayed;
    const second = Math.ceil(visibleAtMs / 1_000);
    const count = bySecond.get(second);
    if (count === undefined) return;
    if (inFlight) this.#inFlightSum -= 1;
    if (count === 1) bySecond.delete(second);
    else bySecond.set(second, count - 1);
  }

  /** How many more may be put in flight below `max`. The past is looked through only when it might matter. */
  inFlightLeft(max: number, nowMs: number): number {
    if (this.#inFlightSum >= max) this.#forgetPast(nowMs);
    return Math.max(0, max - this.#inFlightSum);
  }

  counts(nowMs: number): { readonly inFlight: number; readonly delayed: number } {
    this.#forgetPast(nowMs);
    let delayed = 0;
    for (const count of this.#delayed.values()) delayed += count;
    return { inFlight: this.#inFlightSum, delayed };
  }

  #forgetPast(nowMs: number): void {
    for (const [second, count] of this.#inFlight) {
      if (second * 1_000 > nowMs) continue;
      this.#inFlight.delete(second);
      this.#inFlightSum -= count;
    }
    for (const second of this.#delayed.keys()) if (second * 1_000 <= nowMs) this.#delayed.delete(second);
  }
}
