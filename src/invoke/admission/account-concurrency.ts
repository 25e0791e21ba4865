import type { InitializationType } from "../facts.ts";
import type { ThrottleReason } from "../invoker.ts";

/** Events in flight that share one limit, and what of the limit is kept for provisioned environments. */
class Usage {
  onDemand = 0;
  provisioned = 0;
  held = 0;

  /** What is held for provisioned environments is for them alone; all together never exceed the limit. */
  isFull(limit: number, draw: InitializationType): boolean {
    if (this.onDemand + this.provisioned >= limit) return true;
    return draw === "on-demand" && this.onDemand >= limit - this.held;
  }

  count(draw: InitializationType, change: number): void {
    if (draw === "on-demand") this.onDemand += change;
    else this.provisioned += change;
  }

  /** Takes over, or gives up, everything of another usage. */
  merge(other: Usage, sign: 1 | -1): void {
    this.onDemand += sign * other.onDemand;
    this.provisioned += sign * other.provisioned;
    this.held += sign * other.held;
  }
}

/** The concurrency of one account and region. Functions without a reservation share what reservations leave. */
export class AccountConcurrency {
  readonly limit: number;
  /** Events in flight of every function. */
  inFlight = 0;
  /** Sum of all reservations. */
  reserved = 0;
  /** Of the functions without a reservation, together. */
  readonly shared: Usage = new Usage();
  readonly #functions = new Map<string, FunctionConcurrency>();

  constructor(limit: number) {
    this.limit = limit;
  }

  /** The same object for a name as long as anybody uses it. */
  of(functionName: string): FunctionConcurrency {
    const known = this.#functions.get(functionName);
    if (known !== undefined) return known;
    const made = new FunctionConcurrency(this, () => this.#functions.delete(functionName));
    this.#functions.set(functionName, made);
    return made;
  }
}

/** The concurrency of one function, all its versions together. */
export class FunctionConcurrency {
  readonly #account: AccountConcurrency;
  readonly #own = new Usage();
  readonly #forget: () => void;
  #reserved: number | undefined;
  #users = 0;

  constructor(account: AccountConcurrency, forget: () => void) {
    this.#account = account;
    this.#forget = forget;
  }

  /** Counts an event as in flight, until `release`; answers the reason when there is no concurrency for it. */
  admit(draw: InitializationType): ThrottleReason | undefined {
    const account = this.#account;
    if (this.#reserved === undefined) {
      if (account.shared.isFull(account.limit - account.reserved, draw)) return "ConcurrentInvocationLimitExceeded";
    } else if (this.#own.isFull(this.#reserved, draw)) return "ReservedFunctionConcurrentInvocationLimitExceeded";
    // What was in flight when a reservation was made may still use concurrency that is now reserved.
    if (account.inFlight >= account.limit) return "ConcurrentInvocationLimitExceeded";
    this.#count(draw, 1);
    return undefined;
  }

  release(draw: InitializationType): void {
    this.#count(draw, -1);
    if (this.#users === 0) this.#tidy();
  }

  /** More, or fewer, provisioned environments are in service. */
  hold(change: number): void {
    this.#own.held += change;
    if (this.#reserved === undefined) this.#account.shared.held += change;
  }

  reserve(concurrency: number | undefined): void {
    const account = this.#account;
    if (this.#reserved === undefined) account.shared.merge(this.#own, -1);
    else account.reserved -= this.#reserved;
    this.#reserved = concurrency;
    if (concurrency === undefined) account.shared.merge(this.#own, 1);
    else account.reserved += concurrency;
    this.#tidy();
  }

  get inFlight(): number {
    return this.#own.onDemand + this.#own.provisioned;
  }

  get accountInFlight(): number {
    return this.#account.inFlight;
  }

  /** A pool counts here from now on. */
  join(): void {
    this.#users += 1;
  }

  /** A pool is gone. */
  part(): void {
    this.#users -= 1;
    this.#tidy();
  }

  #count(draw: InitializationType, change: number): void {
    this.#account.inFlight += change;
    this.#own.count(draw, change);
    if (this.#reserved === undefined) this.#account.shared.count(draw, change);
  }

  #tidy(): void {
    if (this.#users === 0 && this.#reserved === undefined && this.inFlight === 0) this.#forget();
  }
}
