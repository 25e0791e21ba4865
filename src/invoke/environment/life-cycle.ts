import type { EnvironmentEvent, EnvironmentState } from "./environment-state.ts";
import { nextEnvironmentState } from "./environment-state.ts";

/** Where one environment stands. */
export class LifeCycle {
  readonly #id: string;
  #state: EnvironmentState = "booting";

  constructor(id: string) {
    this.#id = id;
  }

  get state(): EnvironmentState {
    return this.#state;
  }

  /** Its sandbox is there: made for it, or out of the pool with everything in place. */
  arrive(isFromPool: boolean): void {
    if (!isFromPool) return this.move("created");
    this.move("prepared");
    this.move("assigned");
    this.move("attached");
  }

  /** The one place where the state changes. What the table does not list is a defect, and thrown. */
  move(event: EnvironmentEvent): void {
    const next = nextEnvironmentState(this.#state, event);
    if (next === undefined) throw new Error(`Environment ${this.#id}: "${event}" is not allowed while ${this.#state}.`);
    this.#state = next;
  }
}
