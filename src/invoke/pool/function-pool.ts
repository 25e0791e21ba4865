import type { Timer } from "../../base/index.ts";
import { requestRate } from "../admission/account-concurrency.ts";
import type { Admission } from "../admission/admission.ts";
import type { TokenBucket } from "../admission/token-bucket.ts";
import type { EnvironmentOwner, EnvironmentParts } from "../environment/environment-parts.ts";
import { Environment } from "../environment/environment.ts";
import type { Invocation } from "../environment/invocation.ts";
import type { InitializationType } from "../facts.ts";
import { InvokeError, type ProvisionedState, sandboxUnavailable } from "../invoker.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { BootGate } from "./boot-gate.ts";
import { DemandBoots } from "./demand-boots.ts";
import type { EnvironmentCensus, RoomSeeker } from "./environment-census.ts";
import { Expectation } from "./expectation.ts";
import { type FleetOwner, ProvisionedFleet } from "./provisioned-fleet.ts";
import { type PoolState, poolState } from "./pool-state.ts";
import { RequestQueue } from "./request-queue.ts";

/** What a pool is made of. */
export interface PoolParts {
  readonly spec: LaunchSpec;
  readonly environments: EnvironmentParts;
  readonly census: EnvironmentCensus;
  /** For environments that requests wait for, and for provisioned ones. */
  readonly gates: { readonly demand: BootGate; readonly provisioned: BootGate };
  readonly admission: Admission;
  /** It has no environment, no request and no task; it is not used again. */
  readonly onEmpty: () => void;
}

/**
 * The environments of one launch spec and the requests that wait for one. Requests wait here, not on an environment:
 * whichever is idle first takes the oldest. Environments are reused last in, first out, so that the surplus of a burst
 * stays idle and expires.
 */
export class FunctionPool implements EnvironmentOwner<Environment>, RoomSeeker, FleetOwner {
  readonly #spec: LaunchSpec;
  readonly #parts: EnvironmentParts;
  readonly #census: EnvironmentCensus;
  readonly #gates: PoolParts["gates"];
  readonly #boots: DemandBoots;
  readonly #admission: Admission;
  readonly #onEmpty: () => void;
  readonly #waiting = new RequestQueue<Invocation>();
  /** Made on demand. */
  readonly #idle: Environment[] = [];
  readonly #all = new Set<Environment>();
  readonly #expectation = new Expectation(this.#all);
  /** Environments that are being destroyed on purpose. */
  readonly #leaving = new Set<Environment>();
  #fleet: ProvisionedFleet | undefined;
  #isRetired = false;
  #isOver = false;
  #recheck: Timer | undefined;

  constructor({ spec, environments, census, gates, admission, onEmpty }: PoolParts) {
    this.#spec = spec;
    this.#parts = environments;
    this.#census = census;
    this.#gates = gates;
    this.#boots = new DemandBoots(gates.demand, environments.clock);
    this.#admission = admission;
    this.#onEmpty = onEmpty;
  }

  /** Counts an event that is about to be submitted; see `Admission`. Throws `InvocationThrottled`. */
  enter(isPaced: boolean): InitializationType {
    try {
      return this.#admission.enter(isPaced);
    } catch (error) {
      this.#checkEmpty();
      throw error;
    }
  }

  /** An event that has entered has its answer. */
  leave(draw: InitializationType): void {
    this.#admission.leave(draw);
  }

  /** Runs an event on an idle environment, or as soon as there is one. */
  submit(invocation: Invocation): void {
    if (this.#employ(invocation)) return;
    this.#waiting.push(invocation);
    this.#supply();
  }

  /** Keeps this many environments initialised, beside those made on demand. */
  provision(count: number, changed: () => void): void {
    if (this.#fleet === undefined && count > 0) {
      this.#fleet = new ProvisionedFleet(this);
      this.#admission.fleet = this.#fleet;
    }
    this.#fleet?.aim(count, changed);
    this.#checkEmpty();
  }

  get state(): PoolState {
    return poolState(this.#spec, this.#all, this.#fleet?.available ?? 0, this.#waiting.length);
  }

  get provisioned(): ProvisionedState | undefined {
    return this.#fleet?.state;
  }

  /** No environment outlives the events it already has, or that already wait for one. */
  retire(): void {
    this.#isRetired = true;
    this.#fleet?.aim(0, () => undefined);
    for (const environment of this.#idle.splice(0)) {
      this.#census.wake(environment);
      this.#drain(environment);
    }
    this.#checkEmpty();
  }

  /** Ends everything now. Requests that wait, and invocations in flight, are refused. */
  abort(): void {
    this.#isRetired = true;
    this.#fleet?.aim(0, () => undefined);
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift())
      next.refuse(new InvokeError("stopping", "The server stopped before the invocation could start."));
    this.#idle.length = 0;
    for (const environment of this.#all) {
      this.#census.wake(environment);
      this.#drain(environment);
    }
    this.#checkEmpty();
  }

  idle(environment: Environment): void {
    this.#expectation.learn(environment);
    this.#occupy(environment);
    this.#boots.ended(environment);
  }

  #occupy(environment: Environment): void {
    if (environment.isProvisioned) {
      if (this.#fleet?.idle(environment) === true) this.serve(environment);
      return;
    }
    if (environment.outlook.isSpent) return this.#replace(environment);
    const invocation = this.#waiting.shift();
    if (invocation !== undefined) return environment.take(invocation);
    if (this.#isRetired || this.#census.isShort) return this.#drain(environment);
    this.#idle.push(environment);
    this.#census.rest(environment, () => this.expired(environment));
    environment.park();
  }

  serve(environment: Environment): void {
    const invocation = this.#waiting.shift();
    if (invocation === undefined) this.#fleet?.rest(environment);
    else environment.take(invocation);
  }

  unavailable(environment: Environment): void {
    if (environment.isProvisioned) return this.#fleet?.withdraw(environment);
    const at = this.#idle.indexOf(environment);
    if (at >= 0) this.#idle.splice(at, 1);
    this.#census.wake(environment);
  }

  /** Takes an idle environment off the list and ends it. */
  expired(environment: Environment): void {
    this.unavailable(environment);
    this.#drain(environment);
  }

  handBack(invocation: Invocation): void {
    if (this.#employ(invocation)) return;
    this.#waiting.unshift(invocation);
    this.#supply();
  }

  gone(environment: Environment, cause: unknown): void {
    this.unavailable(environment);
    this.#all.delete(environment);
    if (cause !== undefined && !environment.isProvisioned) this.#refuseOne(cause);
    this.#census.release(this.#leaving.delete(environment), environment.isProvisioned);
    this.#boots.ended(environment);
    if (environment.isProvisioned) this.#fleet?.gone(environment, cause);
    this.#supply();
    this.#checkEmpty();
  }

  bootProvisioned(): Environment | undefined {
    if (!this.#gates.provisioned.admits(this) || !this.#census.admitProvisioned(this)) return undefined;
    this.#gates.provisioned.begin();
    return this.#boot("provisioned-concurrency");
  }

  bootEnded(): void {
    this.#gates.provisioned.end();
  }

  drain(environment: Environment): void {
    this.#drain(environment);
  }

  requestRate(concurrency: number): TokenBucket {
    return requestRate(this.#parts.clock, concurrency);
  }

  hold(change: number): void {
    this.#admission.hold(change);
  }

  after(delayMs: number, action: () => void): Timer {
    return this.#parts.clock.after(delayMs, action);
  }

  report(error: unknown): void {
    this.#parts.onFault(error, this.#spec.functionArn);
  }

  roomFreed(): void {
    this.#supply();
  }

  /** The boot that was made for a request failed: the oldest that nobody else will serve is told. */
  #refuseOne(cause: unknown): void {
    if (this.#waiting.length > this.#expectation.places(this.#waiting.length))
      this.#waiting.shift()?.refuse(sandboxUnavailable(cause));
  }

  /** Gives an event to an idle environment, if there is one. */
  #employ(invocation: Invocation): boolean {
    const environment =
      invocation.draw === "on-demand"
        ? (this.#idle.pop() ?? this.#fleet?.take())
        : (this.#fleet?.take() ?? this.#idle.pop());
    if (environment === undefined) return false;
    if (environment.outlook.isSpent) {
      this.expired(environment); // it grew old while the machine slept
      return this.#employ(invocation);
    }
    this.#census.wake(environment);
    environment.take(invocation);
    return true;
  }

  /**
   * Boots what is missing: as many environments as requests wait beyond those that will be served soon.
   *
   * @param atLeast how many to boot in any case
   */
  #supply(atLeast = 0): void {
    const { scaling } = this.#admission;
    let missing = Math.max(atLeast, this.#waiting.length - this.#expectation.places(this.#waiting.length));
    for (; missing > scaling.available; missing--)
      // the function would scale faster than it may
      this.#waiting.pop()?.refuse(this.#admission.throttle("ConcurrentInvocationLimitExceeded"));
    for (; missing > 0 && this.#gates.demand.admits(this) && this.#census.admit(this); missing--)
      if (scaling.take()) this.#boots.began(this.#boot("on-demand"));
    if (this.#waiting.length > 0) this.#checkAgain();
    this.#fleet?.supply();
  }

  #boot(initialization: InitializationType): Environment {
    const environment = new Environment({ spec: this.#spec, initialization }, this.#parts, this);
    this.#all.add(environment);
    environment.boot().catch((error: unknown) => this.#parts.onFault(error, environment.id));
    return environment;
  }

  /**
   * An environment that was expected back may not come: its guest works on after its answer, or longer than usual. Where
   * requests still wait although all are as quick as expected, there are too few of them.
   */
  #checkAgain(): void {
    this.#recheck ??= this.#parts.clock.after(this.#expectation.reviewMs, () => {
      this.#recheck = undefined;
      if (this.#waiting.length > 0) this.#supply(this.#expectation.isAnyComing ? 0 : 1);
    });
  }

  #drain(environment: Environment): void {
    if (!this.#leaving.has(environment)) {
      this.#leaving.add(environment);
      this.#census.leave();
    }
    environment.drain();
  }

  /** It has become too old: those who wait get another one. */
  #replace(environment: Environment): void {
    this.#drain(environment);
    this.#supply();
  }

  #checkEmpty(): void {
    if (this.#isOver || this.#all.size > 0 || this.#waiting.length > 0 || this.#fleet?.isEmpty === false) return;
    this.#isOver = true;
    this.#recheck?.cancel();
    this.#admission.close();
    this.#onEmpty();
  }
}
