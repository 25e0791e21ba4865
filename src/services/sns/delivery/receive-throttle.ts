/** Keeps subscriptions to their `maxReceivesPerSecond` by giving each message a time of its own; remembers only who has a limit. */
export class ReceiveThrottle {
  readonly #nextAtMs = new Map<string, number>();

  /**
   * Takes the subscription's next free time; answers how long it is until then, in milliseconds.
   *
   * @param monotonicMs now, by a clock that does not jump
   */
  reserveMs(subscription: string, perSecondMax: number | undefined, monotonicMs: number): number {
    if (perSecondMax === undefined) {
      this.#nextAtMs.delete(subscription);
      return 0;
    }
    const atMs = Math.max(this.#nextAtMs.get(subscription) ?? 0, monotonicMs);
    this.#nextAtMs.set(subscription, atMs + 1_000 / perSecondMax);
    return Math.ceil(atMs - monotonicMs);
  }
}
