/** Anything that happened and that a room tells the others about, told apart by its `type`. */
export interface Fact {
  readonly type: string;
}

/** Told when a listener throws, since the one who emitted must not suffer for it. */
export type FactFailure = (error: unknown, fact: Fact) => void;

/**
 * Rooms emit facts and know none of their listeners (logs, metrics, bills). Delivery is synchronous and in order of
 * subscription; a listener that throws is reported and stops nobody else.
 */
export class FactBus<F extends Fact> {
  readonly #listeners = new Set<(fact: F) => void>();
  readonly #onFailure: FactFailure;

  constructor(onFailure: FactFailure) {
    this.#onFailure = onFailure;
  }

  emit(fact: F): void {
    for (const listener of this.#listeners) {
      try {
        listener(fact);
      } catch (error) {
        this.#onFailure(error, fact);
      }
    }
  }

  /** Returns the function that unsubscribes. */
  subscribe(listener: (fact: F) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
