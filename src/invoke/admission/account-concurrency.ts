import type { Clock } from "../../base/index.ts";
import type { InitializationType } from "../facts.ts";
import type { ThrottleReason } from "../invoker.ts";
import { TokenBucket } from "./token-bucket.ts";

/** Requests per second for each event that may be in flight (AWS Lambda quotas, "Invocation requests per second"). */
const REQUESTS_PER_CONCURRENCY = 10;
/** Environments that a function may gain at once, and per second (AWS Lambda developer guide, "Scaling rate": 1,000 in ten seconds). */
const SCALING_BURST = 1_000;
const SCALING_PER_SECOND = 100;

/** How many requests per second a limit of concurrency allows. */
export function requestRate(clock: Clock, concurrency: number): TokenBucket {
  const perSecond = concurrency * REQUESTS_PER_CONCURRENCY;
  return new TokenBucket(clock, perSecond, perSecond);
}

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
  readonly clock: Clock;
  readonly limit: number;
  readonly rate: TokenBucket;
  /** Events in flight of every function. */
  inFlight = 0;
  /** Sum of all reservations. */
  reserved = 0;
  /** Of the functions without a reservation, together. */
  readonly shared: Usage = new Usage();
  readonly #functions = new Map<string, FunctionConcurrency>();

  constructor(limit: number, clock: Clock) {
    this.limit = limit;
    this.clock = clock;
    this.rate = requestRate(clock, limit);
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
  readonly #scaling: TokenBucket;
  #reserved: number | undefined;
  #reservedRate: TokenBucket | undefined;
  #users = 0;

  constructor(account: AccountConcurrency, forget: () => void) {
    this.#account = account;
    this.#forget = forget;
    this.#scaling = new TokenBucket(account.clock, SCALING_BURST, SCALING_PER_SECOND);
  }

  /**
   * Counts an event as in flight, until `release`; answers the reason when there is no concurrency for it.
   *
   * @param isPaced whether the limits of requests per second hold for it
   */
  admit(draw: InitializationType, isPaced = false): ThrottleReason | undefined {
    const account = this.#account;
    if (this.#reserved === undefined) {
      if (account.shared.isFull(account.limit - account.reserved, draw)) return "ConcurrentInvocationLimitExceeded";
    } else if (this.#own.isFull(this.#reserved, draw)) return "ReservedFunctionConcurrentInvocationLimitExceeded";
    // What was in flight when a reservation was made may still use concurrency that is now reserved.
    if (account.inFlight >= account.limit) return "ConcurrentInvocationLimitExceeded";
    if (isPaced && !account.rate.take()) return "CallerRateLimitExceeded";
    if (isPaced && this.#reservedRate?.take() === false) return "ReservedFunctionInvocationRateLimitExceeded";
    this.#count(draw, 1);
    return undefined;
  }

  /** How fast the function may gain environments that nobody provisioned. */
  get scaling(): TokenBucket {
    return this.#scaling;
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
    this.#reservedRate = concurrency === undefined ? undefined : requestRate(account.clock, concurrency);
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
