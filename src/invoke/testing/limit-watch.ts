// Not a test: keeps its own books of what is in flight, and compares them with the limits and with what the data plane
// tells. It serves the simulation.
import assert from "node:assert/strict";
import type { AdmissionFact } from "../facts.ts";

const POOL = "(unreserved)";

export class LimitWatch {
  readonly #accountMax: number;
  readonly #inFlight = new Map<string, number>();
  readonly #limits = new Map<string, number>();
  /** What a limit allows for the time being: what was in flight when it was set may go on. */
  readonly #allowed = new Map<string, number>();

  constructor(accountMax: number) {
    this.#accountMax = accountMax;
  }

  get inFlight(): number {
    return this.#sum(() => true);
  }

  told(fact: AdmissionFact): void {
    const name = fact.spec.functionName;
    if (fact.type === "invocation.throttled") {
      const isReserved = fact.reason === "ReservedFunctionConcurrentInvocationLimitExceeded";
      assert.ok(!isReserved || this.#limits.has(name), `${name} has nothing reserved`);
      return;
    }
    this.#inFlight.set(name, this.#of(name) + 1);
    assert.ok(fact.functionInFlight <= this.#limit(name), `${name}: ${fact.functionInFlight} events in flight`);
    assert.ok(fact.accountInFlight <= this.#accountMax, `${fact.accountInFlight} events in flight`);
    assert.ok(fact.provisionedInFlight <= fact.functionInFlight);
    if (fact.draw !== "on-demand") assert.ok(fact.provisionedInFlight <= fact.provisionedAvailable);
  }

  ended(name: string): void {
    this.#inFlight.set(name, this.#of(name) - 1);
  }

  reserved(name: string, limit: number | undefined): void {
    if (limit === undefined) this.#limits.delete(name);
    else this.#limits.set(name, limit);
    this.#allowed.set(name, Math.max(this.#limit(name), this.#of(name)));
    this.#allowed.set(POOL, Math.max(this.#poolLimit(), this.#pool()));
  }

  /** To be called while nothing is between being answered and being counted as ended. */
  check(): void {
    assert.ok(this.inFlight <= this.#accountMax, `${this.inFlight} events in flight`);
    for (const name of this.#inFlight.keys()) this.#compare(name, this.#of(name), this.#limit(name));
    this.#compare(POOL, this.#pool(), this.#poolLimit());
  }

  #compare(name: string, count: number, limit: number): void {
    const allowed = this.#allowed.get(name) ?? limit;
    assert.ok(count <= allowed, `${name}: ${count} events in flight, ${limit} allowed`);
    this.#allowed.set(name, Math.max(limit, count));
  }

  #of(name: string): number {
    return this.#inFlight.get(name) ?? 0;
  }

  #limit(name: string): number {
    return this.#limits.get(name) ?? this.#accountMax;
  }

  #pool(): number {
    return this.#sum((name) => !this.#limits.has(name));
  }

  #poolLimit(): number {
    let rest = this.#accountMax;
    for (const limit of this.#limits.values()) rest -= limit;
    return rest;
  }

  #sum(isMeant: (name: string) => boolean): number {
    let sum = 0;
    for (const [name, count] of this.#inFlight) if (isMeant(name)) sum += count;
    return sum;
  }
}
