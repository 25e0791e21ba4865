import type { Clock, FactBus, Random } from "../../base/index.ts";
import type { RoleCredentials } from "../../runtime-api/index.ts";
import type { SandboxDriver } from "../../sandbox/index.ts";
import type { InvokeFact } from "../facts.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import type { TraceFact } from "../traces/trace-fact.ts";
import type { StemPool } from "../stems/stem-pool.ts";
import type { Invocation } from "./invocation.ts";

/** What every environment is made of. */
export interface EnvironmentParts {
  readonly driver: SandboxDriver;
  /** Undefined where nothing is started ahead. */
  readonly stems?: StemPool | undefined;
  readonly facts: FactBus<InvokeFact>;
  /** Undefined where nobody wants to know what functions trace. */
  readonly traces?: FactBus<TraceFact> | undefined;
  readonly clock: Clock;
  readonly random: Random;
  readonly credentials: (spec: LaunchSpec) => RoleCredentials;
  /** Time limit of the init phase of environments made on demand. */
  readonly initTimeoutMs: number;
  /** Of provisioned ones; undefined leaves it to the function's own limit. */
  readonly provisionedInitTimeoutMs: number | undefined;
  readonly keepAliveMs: number;
  /** The age at which an environment is given no further event, however busy it is. */
  readonly lifetimeMs: number;
  /** Undefined when idle environments are not frozen. */
  readonly freezeDelayMs: number | undefined;
  /** Told what went wrong behind the scenes, where nobody waits for the answer. */
  readonly onFault: (error: unknown, environmentId: string) => void;
}

/** Whoever has environments of the type `E`: told when one can be used, and when one is no more. */
export interface EnvironmentOwner<E> {
  /** It can take an event: call `take`, `park` or `drain` at once. */
  idle(environment: E): void;
  /**
   * It cannot be used, for reasons of its own, whether it was parked or busy. `idle` follows when it can be again, which
   * a provisioned environment never can.
   */
  unavailable(environment: E): void;
  /** It has been parked for too long. */
  expired(environment: E): void;
  /** The event never reached a guest; another environment may have it. */
  handBack(invocation: Invocation): void;
  /** Final. `cause` when it broke before it was ever of use. */
  gone(environment: E, cause: unknown): void;
}
