import type { Clock, Timer } from "../../base/index.ts";
import type { BootGate } from "./boot-gate.ts";

/** A boot that is not ready by now waits for something else than a processor, which others need not wait for. */
const PROCESSOR_MS_MAX = 50;

/**
 * The boots of one pool that requests wait for. They share a gate with those of all other pools: more of them at once than
 * there are processors would only make each of them slower, and the first to be ready often serves those who wait for the
 * others.
 */
export class DemandBoots {
  readonly #gate: BootGate;
  readonly #clock: Clock;
  /** Those that hold a place at the gate. */
  readonly #running = new Map<object, Timer>();

  constructor(gate: BootGate, clock: Clock) {
    this.#gate = gate;
    this.#clock = clock;
  }

  /** `environment` begins to boot; the gate has admitted it. */
  began(environment: object): void {
    this.#gate.begin();
    this.#running.set(
      environment,
      this.#clock.after(PROCESSOR_MS_MAX, () => this.ended(environment)),
    );
  }

  /** It is ready, or gone. */
  ended(environment: object): void {
    const timer = this.#running.get(environment);
    if (timer === undefined) return;
    this.#running.delete(environment);
    timer.cancel();
    this.#gate.end();
  }
}
