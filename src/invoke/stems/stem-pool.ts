import type { Clock, FactBus, Random, Timer } from "../../base/index.ts";
import { functionMounts } from "../environment/launch-plan.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import { StemCell, type StemParts } from "./stem-cell.ts";
import { StemDemand } from "./stem-demand.ts";
import type { DiscardReason, StemFact, StemState } from "./stem-facts.ts";
import { stemShape } from "./stem-shape.ts";

export interface StemPoolOptions extends StemParts {
  readonly clock: Clock;
  readonly random: Random;
  /** How many wait at most, of all shapes together; 0: none. */
  readonly max: number;
  /** The share of the machine's memory that is available, from 0 to 1. */
  readonly freeMemoryShare: () => number;
  /** The share of the machine's processor time that nobody has wanted of late, from 0 to 1. */
  readonly freeProcessorShare: () => number;
  /** How many may exist beside the environments that there are. */
  readonly roomLeft: () => number;
  readonly facts?: FactBus<StemFact>;
  readonly onFault: (error: unknown, stemId: string) => void;
}

/** A cold start that has just begun needs the processors more than the pool does. */
const REFILL_DELAY_MS = 50;
/** While anything waits: how often it is asked whether it should. */
const REVIEW_MS = 10_000;
/** Below this share of memory no stem cell is grown, and those that wait are given up. */
const FREE_MEMORY_SHARE_MIN = 0.1;
/** Below this share of free processor time whoever uses the processors would have to wait for a cell that is grown. */
const FREE_PROCESSOR_SHARE_MIN = 0.1;
/** How long the next one waits then. */
const BUSY_PAUSE_MS = 1_000;
/** After a failure the next attempt waits, so that what is broken does not cost processor time. */
const RETRY_MS = 10_000;

interface Waiting {
  readonly cell: StemCell;
  readonly shape: string;
  readonly spec: LaunchSpec;
}

/**
 * Stem cells by shape, as many as cold starts of late deserve. They are grown one at a time and behind everybody's back:
 * whoever finds none boots directly. Nothing is grown, and no timer runs, before the first cold start of a shape.
 */
export class StemPool {
  readonly #options: StemPoolOptions;
  readonly #demand: StemDemand;
  /** By shape, the function whose start made it wanted. */
  readonly #specs = new Map<string, LaunchSpec>();
  readonly #waiting: Waiting[] = [];
  #timer: Timer | undefined;
  #growing: Promise<void> | undefined;
  #isClosed = false;
  /** When the last one was grown. */
  #grownMs = Number.NEGATIVE_INFINITY;
  #hits = 0;
  #misses = 0;

  constructor(options: StemPoolOptions) {
    this.#options = options;
    this.#demand = new StemDemand(options.max);
  }

  get state(): StemState {
    const counts = new Map<string, StemState["waiting"][number]>();
    for (const { shape, spec } of this.#waiting)
      counts.set(shape, {
        runtime: spec.runtime.name,
        memoryMib: spec.memoryMib,
        tmpMib: spec.tmpMib,
        count: (counts.get(shape)?.count ?? 0) + 1,
      });
    return { max: this.#options.max, waiting: [...counts.values()], hits: this.#hits, misses: this.#misses };
  }

  /**
   * A stem cell with the function's folders and variables in place and its runtime awake; undefined when the caller has
   * to boot.
   */
  async take(spec: LaunchSpec, environment: () => Readonly<Record<string, string>>): Promise<StemCell | undefined> {
    const shape = this.#options.max === 0 || this.#isClosed ? undefined : stemShape(spec);
    if (shape === undefined) {
      this.#tell("stem.bypassed", spec);
      return undefined;
    }
    this.#demand.arrive(shape, this.#options.clock.monotonicMs());
    this.#specs.set(shape, spec);
    this.#reviewAfter(REFILL_DELAY_MS);
    const at = this.#waiting.findIndex((waiting) => waiting.shape === shape);
    const [found] = at < 0 ? [] : this.#waiting.splice(at, 1);
    if (found === undefined) return this.#miss(spec);
    try {
      await found.cell.prepare(functionMounts(spec), environment);
    } catch (error) {
      this.#options.onFault(error, found.cell.sandbox.id);
      this.#discard(found, "broken");
      return this.#miss(spec);
    }
    this.#hits += 1;
    this.#tell("stem.taken", spec);
    return found.cell;
  }

  /** There is one environment more. Unless it takes one of those that wait, they may be one too many. */
  crowd(): void {
    if (this.#waiting.length > this.#options.roomLeft()) this.#reviewAfter(0);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#timer?.cancel();
    await this.#growing;
    await Promise.all(this.#waiting.splice(0).map(({ cell }) => cell.discard()));
  }

  #miss(spec: LaunchSpec): undefined {
    this.#misses += 1;
    this.#tell("stem.missed", spec);
    return undefined;
  }

  #reviewAfter(delayMs: number): void {
    if (this.#isClosed || this.#growing !== undefined) return; // a review follows
    this.#timer?.cancel();
    this.#timer = this.#options.clock.after(delayMs, () => this.#review());
  }

  /** Gives up what is not wanted any more, grows one that is missing, and comes back as long as there is a demand. */
  #review(): void {
    const { clock, freeMemoryShare } = this.#options;
    const isShort = freeMemoryShare() < FREE_MEMORY_SHARE_MIN;
    const room = Math.max(0, this.#options.roomLeft());
    const shares = isShort ? new Map<string, number>() : this.#demand.shares(clock.monotonicMs(), room);
    const missing = new Map(shares);
    for (const waiting of this.#waiting.slice()) {
      const left = missing.get(waiting.shape) ?? 0;
      if (left === 0) this.#discard(waiting, isShort ? "memory" : this.#waiting.length > room ? "room" : "unwanted");
      else missing.set(waiting.shape, left - 1);
    }
    const [shape] = [...missing].find(([, count]) => count > 0) ?? [];
    const spec = shape === undefined ? undefined : this.#specs.get(shape);
    if (shape !== undefined && spec !== undefined) this.#growUnlessBusy(shape, spec);
    else if (isShort || !this.#demand.isNone) this.#reviewAfter(REVIEW_MS);
    else this.#specs.clear();
  }

  #growUnlessBusy(shape: string, spec: LaunchSpec): void {
    const { clock, freeProcessorShare } = this.#options;
    const pauseMs = this.#grownMs + BUSY_PAUSE_MS - clock.monotonicMs();
    if (pauseMs > 0 && freeProcessorShare() < FREE_PROCESSOR_SHARE_MIN) return this.#reviewAfter(pauseMs);
    this.#growing = this.#growOne(shape, spec);
  }

  async #growOne(shape: string, spec: LaunchSpec): Promise<void> {
    const isGrown = await this.#tryGrow(shape, spec);
    this.#growing = undefined;
    this.#reviewAfter(isGrown ? 0 : RETRY_MS);
  }

  async #tryGrow(shape: string, spec: LaunchSpec): Promise<boolean> {
    const id = this.#options.random.hex(16);
    try {
      const cell = await StemCell.grow(spec, id, this.#options);
      const waiting = { cell, shape, spec };
      this.#waiting.push(waiting);
      this.#grownMs = this.#options.clock.monotonicMs();
      void cell.spoilt.then((error) => this.#spoilt(waiting, error));
      this.#tell("stem.grown", spec);
      return true;
    } catch (error) {
      if (!this.#isClosed) this.#options.onFault(error, id);
      return false;
    }
  }

  #spoilt(waiting: Waiting, error: Error): void {
    if (!this.#waiting.includes(waiting)) return;
    this.#options.onFault(error, waiting.cell.sandbox.id);
    this.#discard(waiting, "broken");
    this.#reviewAfter(RETRY_MS);
  }

  #discard(waiting: Waiting, reason: DiscardReason): void {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
    waiting.cell.discard().catch((error: unknown) => this.#options.onFault(error, waiting.cell.sandbox.id));
    this.#tell("stem.discarded", waiting.spec, reason);
  }

  #tell(type: StemFact["type"], { runtime, memoryMib, tmpMib }: LaunchSpec, reason?: DiscardReason): void {
    const { clock, facts } = this.#options;
    facts?.emit({
      type,
      ...(reason === undefined ? {} : { reason }),
      timeMs: clock.nowMs(),
      runtime: runtime.name,
      memoryMib,
      tmpMib,
      waiting: this.#waiting.length,
    });
  }
}
