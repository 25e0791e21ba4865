import type { Timer } from "../../base/index.ts";
import type { EnvironmentOwner, EnvironmentParts } from "../environment/environment-parts.ts";
import { Environment } from "../environment/environment.ts";
import type { Invocation } from "../environment/invocation.ts";
import { InvokeError } from "../invoker.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { EnvironmentCensus, RoomSeeker } from "./environment-census.ts";
import { RequestQueue } from "./request-queue.ts";

/** How long an environment that has answered is waited for, rather than booting another one. */
const SETTLE_MS = 15;

/**
 * The environments of one launch spec and the requests that wait for one. Requests wait here, not on an environment:
 * whichever is idle first takes the oldest. Environments are reused last in, first out, so that the surplus of a burst
 * stays idle and expires.
 */
export class FunctionPool implements EnvironmentOwner<Environment>, RoomSeeker {
  readonly #spec: LaunchSpec;
  readonly #parts: EnvironmentParts;
  readonly #census: EnvironmentCensus;
  readonly #onEmpty: () => void;
  readonly #waiting = new RequestQueue<Invocation>();
  readonly #idle: Environment[] = [];
  readonly #all = new Set<Environment>();
  /** Environments that are being destroyed on purpose. */
  readonly #leaving = new Set<Environment>();
  #isRetired = false;
  #recheck: Timer | undefined;

  constructor(spec: LaunchSpec, parts: EnvironmentParts, census: EnvironmentCensus, onEmpty: () => void) {
    this.#spec = spec;
    this.#parts = parts;
    this.#census = census;
    this.#onEmpty = onEmpty;
  }

  /** Runs an event on an idle environment, or as soon as there is one. */
  submit(invocation: Invocation): void {
    const environment = this.#idle.pop();
    if (environment === undefined) {
      this.#waiting.push(invocation);
      return this.#supply();
    }
    this.#census.wake(environment);
    environment.take(invocation);
  }

  /** No environment outlives the events it already has, or that already wait for one. */
  retire(): void {
    this.#isRetired = true;
    for (const environment of this.#idle.splice(0)) {
      this.#census.wake(environment);
      this.#drain(environment);
    }
    this.#checkEmpty();
  }

  /** Ends everything now. Requests that wait, and invocations in flight, are refused. */
  abort(): void {
    this.#isRetired = true;
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
    const invocation = this.#waiting.shift();
    if (invocation !== undefined) return environment.take(invocation);
    if (this.#isRetired || this.#census.isShort) return this.#drain(environment);
    this.#idle.push(environment);
    this.#census.rest(environment, () => this.expired(environment));
    environment.park();
  }

  unavailable(environment: Environment): void {
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
    const environment = this.#idle.pop();
    if (environment === undefined) {
      this.#waiting.unshift(invocation);
      return this.#supply();
    }
    this.#census.wake(environment);
    environment.take(invocation);
  }

  gone(environment: Environment, cause: unknown): void {
    this.unavailable(environment);
    this.#all.delete(environment);
    if (cause !== undefined) this.#refuseOne(cause);
    this.#census.release(this.#leaving.delete(environment));
    this.#supply();
    this.#checkEmpty();
  }

  roomFreed(): void {
    this.#supply();
  }

  /** The boot that was made for a request failed: the oldest that nobody else will serve is told. */
  #refuseOne(cause: unknown): void {
    if (this.#waiting.length <= this.#coming()) return;
    const reason = cause instanceof Error ? cause.message : String(cause);
    this.#waiting.shift()?.refuse(new InvokeError("sandbox-unavailable", reason, { cause }));
  }

  /** Boots what is missing: as many environments as requests wait beyond those that are about to be idle. */
  #supply(): void {
    for (let missing = this.#waiting.length - this.#coming(); missing > 0; missing--) {
      if (!this.#census.admit(this)) break;
      const environment = new Environment(this.#spec, this.#parts, this);
      this.#all.add(environment);
      environment.boot().catch((error: unknown) => this.#parts.onFault(error, environment.id));
    }
    if (this.#waiting.length > 0) this.#checkAgain();
  }

  /** An environment that was expected back may not come: its guest works on after its answer. */
  #checkAgain(): void {
    this.#recheck ??= this.#parts.clock.after(SETTLE_MS, () => {
      this.#recheck = undefined;
      if (this.#waiting.length > 0) this.#supply();
    });
  }

  #coming(): number {
    let count = 0;
    for (const environment of this.#all) if (environment.isComing(SETTLE_MS)) count += 1;
    return count;
  }

  #drain(environment: Environment): void {
    if (!this.#leaving.has(environment)) {
      this.#leaving.add(environment);
      this.#census.leave();
    }
    environment.drain();
  }

  #checkEmpty(): void {
    if (this.#all.size > 0 || this.#waiting.length > 0) return;
    this.#recheck?.cancel();
    this.#onEmpty();
  }
}
