import type { FactBus } from "../../base/index.ts";
import type { AdmissionFact, ThrottleReason } from "../../invoke/index.ts";

/** What happened at the door since the server started. */
export interface AdmissionCounts {
  readonly admitted: number;
  /** Of those, the ones that found all provisioned environments of their version in use. */
  readonly spilledOver: number;
  readonly throttled: Readonly<Partial<Record<ThrottleReason, number>>>;
}

/** Counts what is told of events that come to the data plane. */
export class AdmissionCounters {
  readonly #throttled: Partial<Record<ThrottleReason, number>> = {};
  #admitted = 0;
  #spilledOver = 0;

  constructor(facts: FactBus<AdmissionFact>) {
    facts.subscribe((fact) => this.#told(fact));
  }

  get counts(): AdmissionCounts {
    return { admitted: this.#admitted, spilledOver: this.#spilledOver, throttled: { ...this.#throttled } };
  }

  #told(fact: AdmissionFact): void {
    if (fact.type === "invocation.throttled") {
      this.#throttled[fact.reason] = (this.#throttled[fact.reason] ?? 0) + 1;
      return;
    }
    this.#admitted += 1;
    if (fact.isSpillover) this.#spilledOver += 1;
  }
}
