import type { Clock, FactBus } from "../../base/index.ts";
import type { AdmissionFact, InitializationType } from "../facts.ts";
import { InvocationThrottled, type ThrottleReason } from "../invoker.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { FunctionConcurrency } from "./account-concurrency.ts";
import type { TokenBucket } from "./token-bucket.ts";

/** The part of a provisioned fleet that admission looks at. */
interface Provisioned {
  readonly isFree: boolean;
  /** Counts one more request against the rate of what is provisioned; false when it is used up. */
  pace(): boolean;
  readonly available: number;
  inFlight: number;
}

/** Lets the events of one launch spec in, as far as there is concurrency for them. */
export class Admission {
  readonly #spec: LaunchSpec;
  readonly #concurrency: FunctionConcurrency;
  readonly #clock: Clock;
  readonly #facts: FactBus<AdmissionFact> | undefined;
  /** Undefined as long as the spec has no provisioned environments. */
  fleet: Provisioned | undefined;

  constructor(
    spec: LaunchSpec,
    concurrency: FunctionConcurrency,
    clock: Clock,
    facts: FactBus<AdmissionFact> | undefined,
  ) {
    this.#spec = spec;
    this.#concurrency = concurrency;
    this.#clock = clock;
    this.#facts = facts;
    concurrency.join();
  }

  /**
   * Counts one more event, until `leave`, and answers which concurrency it draws from: what is provisioned as long as
   * that lasts, then what is left. Throws `InvocationThrottled`.
   *
   * @param isPaced whether the limits of requests per second hold for it
   */
  enter(isPaced: boolean): InitializationType {
    const isProvisioned = this.fleet?.isFree === true && (!isPaced || this.fleet.pace());
    const draw = isProvisioned ? "provisioned-concurrency" : "on-demand";
    const reason = this.#concurrency.admit(draw, isPaced);
    if (reason !== undefined) throw this.throttle(reason);
    if (draw !== "on-demand" && this.fleet !== undefined) this.fleet.inFlight += 1;
    if (this.#facts !== undefined) this.#tell(this.#facts, draw);
    return draw;
  }

  /** Tells that an event is refused; answers the error. */
  throttle(reason: ThrottleReason): InvocationThrottled {
    this.#facts?.emit({ type: "invocation.throttled", timeMs: this.#clock.nowMs(), spec: this.#spec, reason });
    return new InvocationThrottled(reason);
  }

  /** How fast the function may gain environments on demand. */
  get scaling(): TokenBucket {
    return this.#concurrency.scaling;
  }

  leave(draw: InitializationType): void {
    this.#concurrency.release(draw);
    if (draw !== "on-demand" && this.fleet !== undefined) this.fleet.inFlight -= 1;
  }

  /** So many more, or fewer, provisioned environments are in service. */
  hold(change: number): void {
    this.#concurrency.hold(change);
  }

  /** No further event comes. */
  close(): void {
    this.#concurrency.part();
  }

  #tell(facts: FactBus<AdmissionFact>, draw: InitializationType): void {
    const provisionedAvailable = this.fleet?.available ?? 0;
    facts.emit({
      type: "invocation.admitted",
      timeMs: this.#clock.nowMs(),
      spec: this.#spec,
      draw,
      isSpillover: draw === "on-demand" && provisionedAvailable > 0,
      functionInFlight: this.#concurrency.inFlight,
      accountInFlight: this.#concurrency.accountInFlight,
      provisionedInFlight: this.fleet?.inFlight ?? 0,
      provisionedAvailable,
    });
  }
}
