/** Keeps subscriptions to their `maxReceivesPerSecond` by spacing messages evenly; remembers only who has a limit. */
export class ReceiveThrottle {
  readonly #nextAtMs = new Map<string, number>();

  /** How long the subscription's next message has to wait, in milliseconds; 0 takes the place. */
  waitMs(subscription: string, perSecondMax: number | undefined, nowMs: number): number {
    if (perSecondMax === undefined) {
      this.#nextAtMs.delete(subscription);
      return 0;
    }
    const nextAtMs = this.#nextAtMs.get(subscription) ?? nowMs;
    // After a jump of the clock nobody waits longer than one turn.
    const waitMs = Math.min(nextAtMs - nowMs, 1_000 / perSecondMax);
    if (waitMs > 0) return Math.ceil(waitMs);
    this.#nextAtMs.set(subscription, nowMs + 1_000 / perSecondMax);
    return 0;
  }
}
