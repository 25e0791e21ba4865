import type { Clock, Random } from "../../base/index.ts";
import type { Invocation } from "./invocation.ts";
import type { LifeCycle } from "./life-cycle.ts";

/** Environments that were made together do not all end together: the lifetime of each is shorter by up to this share. */
const SCATTER = 0.25;

/** When an environment may be expected to take an event: what its pool asks before it boots another one. */
export class Outlook {
  /** The event at hand. */
  invocation: Invocation | undefined;
  /** How long the last event kept it busy; undefined before the first one. */
  servedMs: number | undefined;
  readonly #clock: Clock;
  readonly #life: LifeCycle;
  readonly #isProvisioned: boolean;
  readonly #bornMs: number;
  /** Epoch time of it: credentials expire while the machine sleeps, too. */
  readonly #bornAtMs: number;
  readonly #lifetimeMs: number;

  constructor(
    { clock, random, lifetimeMs }: { readonly clock: Clock; readonly random: Random; readonly lifetimeMs: number },
    life: LifeCycle,
    isProvisioned: boolean,
  ) {
    this.#clock = clock;
    this.#life = life;
    this.#isProvisioned = isProvisioned;
    this.#bornMs = clock.monotonicMs();
    this.#bornAtMs = clock.nowMs();
    this.#lifetimeMs = lifetimeMs * (1 - SCATTER * random.fraction());
  }

  /** How long it may still be given events. */
  get restMs(): number {
    return Math.max(0, this.#lifetimeMs - Math.max(this.ageMs, this.#clock.nowMs() - this.#bornAtMs));
  }

  /** It is so old that another one is to take its place (AWS Lambda developer guide: environments end every few hours). */
  get isSpent(): boolean {
    return this.restMs === 0;
  }

  /** Since it began to boot. */
  get ageMs(): number {
    return this.#clock.monotonicMs() - this.#bornMs;
  }

  get isIdle(): boolean {
    return this.#life.state === "idle";
  }

  /** How long it has been busy with the event at hand; undefined while it is not. */
  get busyMs(): number | undefined {
    const startedMs = this.invocation?.startedMs;
    return this.#life.state === "busy" && startedMs !== undefined ? this.#clock.monotonicMs() - startedMs : undefined;
  }

  /** Whether it will serve soon and by itself: booting, resetting, or answered no longer ago than `graceMs`. */
  isComing(graceMs: number): boolean {
    const { state } = this.#life;
    if (state === "booting" || state === "initialising" || state === "resetting") return !this.#isProvisioned;
    const answeredMs = this.invocation?.answeredMs;
    return state === "busy" && answeredMs !== undefined && this.#clock.monotonicMs() - answeredMs < graceMs;
  }
}
