import type { Handover } from "../../runtime-api/index.ts";

/** One value for one taker, whichever comes first. Unlike a promise it is there at once, before anything else is done. */
export class HandedOver<Value> implements Handover<Value> {
  #given: { readonly value: Value } | undefined;
  #taker: ((value: Value) => void) | undefined;

  give(value: Value): void {
    this.#given = { value };
    this.#taker?.(value);
  }

  take(taker: (value: Value) => void): void {
    if (this.#given === undefined) this.#taker = taker;
    else taker(this.#given.value);
  }
}
