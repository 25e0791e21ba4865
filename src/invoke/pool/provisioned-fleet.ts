import type { Timer } from "../../base/index.ts";
import type { TokenBucket } from "../admission/token-bucket.ts";
import type { Environment } from "../environment/environment.ts";
import { InitializationFailed } from "../environment/initialization.ts";
import type { ProvisionedState } from "../invoker.ts";

/** What a fleet asks of the pool that it belongs to. */
export interface FleetOwner {
  /** Begins to boot a provisioned environment; undefined when that must wait, in which case `supply` is called later. */
  bootProvisioned(): Environment | undefined;
  /** A boot has ended, or is of no interest any more. */
  bootEnded(): void;
  /** It is in service and has nothing to do: call `rest`, or give it an event. */
  serve(environment: Environment): void;
  drain(environment: Environment): void;
  /** So many more, or fewer, environments are in service. */
  hold(change: number): void;
  /** The limit of requests per second that goes with so much concurrency. */
  requestRate(concurrency: number): TokenBucket;
  after(delayMs: number, action: () => void): Timer;
  report(error: unknown): void;
}

/** Attempts to make an environment before an allocation is given up. */
const ATTEMPTS_MAX = 3;
const RETRY_MS_MIN = 1_000;
const RETRY_MS_MAX = 60_000;

type Failure = NonNullable<ProvisionedState["failure"]>;

/**
 * The provisioned environments of one launch spec. They boot ahead of any request; those of an allocation go into
 * service together, once there are as many as were asked for. Afterwards one that dies is replaced. An allocation fails
 * with the function's first failed initialisation; what was in service before stays so.
 */
export class ProvisionedFleet {
  readonly #owner: FleetOwner;
  #changed: () => void = () => undefined;
  readonly #booting = new Set<Environment>();
  /** Initialised, and not in service before all of the allocation are. */
  readonly #ready = new Set<Environment>();
  readonly #serving = new Set<Environment>();
  readonly #resting: Environment[] = [];
  #target = 0;
  #isAllocated = true;
  #failure: Failure | undefined;
  #failures = 0;
  #retry: Timer | undefined;
  #held = 0;
  #rate: TokenBucket | undefined;
  /** Events that draw from this fleet's concurrency. */
  inFlight = 0;

  constructor(owner: FleetOwner) {
    this.#owner = owner;
  }

  /** Environments in service, of those that are wanted. */
  get available(): number {
    return this.#held;
  }

  /** Whether there is an environment for one more event. */
  get isFree(): boolean {
    return this.inFlight < this.#held;
  }

  /** Counts a request against the rate of this concurrency; what exceeds it spills over. */
  pace(): boolean {
    return this.#rate?.take() ?? false;
  }

  get isEmpty(): boolean {
    return this.#target === 0 && this.#booting.size + this.#ready.size + this.#serving.size === 0;
  }

  get state(): ProvisionedState {
    const status = this.#failure !== undefined ? "failed" : this.#isAllocated ? "ready" : "in-progress";
    const allocated = Math.min(this.#target, this.#ready.size + this.#serving.size);
    return { requested: this.#target, allocated, available: this.#held, status, failure: this.#failure };
  }

  /**
   * Sets how many environments there shall be; tries anew what failed before.
   *
   * @param changed called whenever `state` may be another
   */
  aim(target: number, changed: () => void): void {
    this.#changed = changed;
    if (target === this.#target && this.#failure === undefined) return;
    this.#target = target;
    this.#failure = undefined;
    this.#failures = 0;
    this.#retry?.cancel();
    this.#retry = undefined;
    this.#isAllocated = this.#serving.size >= target;
    this.#shrink();
    this.#commission();
    this.supply();
    this.#adjust();
  }

  /** Boots what is missing. */
  supply(): void {
    if (this.#retry !== undefined || this.#failure !== undefined) return;
    while (this.#missing() > 0) {
      const environment = this.#owner.bootProvisioned();
      if (environment === undefined) return;
      this.#booting.add(environment);
    }
  }

  /** An environment has nothing to do. True when it is in service, and hence the caller's to employ. */
  idle(environment: Environment): boolean {
    if (this.#serving.has(environment)) {
      if (this.#serving.size <= this.#target && !environment.outlook.isSpent) return true;
      this.#discharge(environment);
      this.supply();
      return false;
    }
    if (!this.#booting.delete(environment)) return false;
    this.#failures = 0;
    this.#ready.add(environment);
    environment.park();
    this.#owner.bootEnded();
    this.#commission();
    this.supply();
    this.#adjust();
    return false;
  }

  /** Nobody has an event for an environment in service. */
  rest(environment: Environment): void {
    this.#resting.push(environment);
    environment.park();
  }

  /** An environment in service that has nothing to do. */
  take(): Environment | undefined {
    return this.#resting.pop();
  }

  /** An environment cannot serve any more, and will be gone soon. */
  withdraw(environment: Environment): void {
    if (!this.#ready.delete(environment) && !this.#dismiss(environment)) return;
    this.supply();
    this.#adjust();
  }

  /** An environment is no more; `cause` when it never was of use. */
  gone(environment: Environment, cause: unknown): void {
    this.withdraw(environment);
    if (!this.#booting.delete(environment)) return;
    if (cause !== undefined) this.#fail(cause);
    this.#owner.bootEnded();
    this.supply();
    this.#adjust();
  }

  #missing(): number {
    return this.#target - this.#booting.size - this.#ready.size - this.#serving.size;
  }

  /** Puts what is ready into service, if that completes the allocation. */
  #commission(): void {
    if (this.#failure !== undefined) return;
    this.#isAllocated ||= this.#ready.size + this.#serving.size >= this.#target;
    if (!this.#isAllocated) return;
    const ready = [...this.#ready];
    this.#ready.clear();
    for (const environment of ready) this.#serving.add(environment);
    this.#adjust();
    for (const environment of ready) this.#owner.serve(environment);
  }

  /** Ends surplus environments; those that are busy end when they are idle. */
  #shrink(): void {
    for (const environment of [...this.#booting, ...this.#ready]) {
      if (this.#missing() >= 0) return;
      this.#abandon(environment);
    }
    while (this.#missing() < 0) {
      const environment = this.#resting.pop();
      if (environment === undefined) return;
      this.#discharge(environment);
    }
  }

  /** Ends an environment that does not serve yet. */
  #abandon(environment: Environment): void {
    this.#ready.delete(environment);
    this.#owner.drain(environment);
    if (this.#booting.delete(environment)) this.#owner.bootEnded();
  }

  #discharge(environment: Environment): void {
    this.#dismiss(environment);
    this.#owner.drain(environment);
    this.#adjust();
  }

  #dismiss(environment: Environment): boolean {
    const at = this.#resting.indexOf(environment);
    if (at >= 0) this.#resting.splice(at, 1);
    return this.#serving.delete(environment);
  }

  #fail(cause: unknown): void {
    const isInitialisation = cause instanceof InitializationFailed;
    if (!isInitialisation) this.#owner.report(cause);
    this.#failures += 1;
    if (!this.#isAllocated && (isInitialisation || this.#failures >= ATTEMPTS_MAX)) {
      const message = cause instanceof Error ? cause.message : String(cause);
      this.#failure = { cause: isInitialisation ? "initialisation" : "environment", message };
      for (const environment of [...this.#booting, ...this.#ready]) this.#abandon(environment);
    } else this.#retryLater();
  }

  #retryLater(): void {
    const delayMs = Math.min(RETRY_MS_MIN * 2 ** (this.#failures - 1), RETRY_MS_MAX);
    this.#retry?.cancel();
    this.#retry = this.#owner.after(delayMs, () => {
      this.#retry = undefined;
      this.supply();
    });
  }

  /** Tells what changed: how much concurrency is held, and the state. */
  #adjust(): void {
    const held = Math.min(this.#serving.size, this.#target);
    const change = held - this.#held;
    this.#held = held;
    if (change !== 0) {
      this.#owner.hold(change);
      this.#rate = this.#owner.requestRate(held);
    }
    this.#changed();
  }
}
