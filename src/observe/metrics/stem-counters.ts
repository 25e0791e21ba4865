import type { FactBus } from "../../base/index.ts";
import type { DiscardReason, StemFact } from "../../invoke/index.ts";

/** What cold starts of one shape came from since the server started, and what became of the stem cells of that shape. */
export interface StemCounts {
  readonly runtime: string;
  readonly memoryMib: number;
  readonly tmpMib: number;
  /** Cold starts from a stem cell. */
  readonly hits: number;
  /** Cold starts that could have come from one, but found none and booted. */
  readonly misses: number;
  /** Cold starts that can come from none, and booted. */
  readonly direct: number;
  readonly grown: number;
  readonly discarded: Readonly<Record<DiscardReason, number>>;
}

type Counts = { -readonly [Name in keyof StemCounts]: StemCounts[Name] } & {
  readonly discarded: Record<DiscardReason, number>;
};

/** Functions may have any memory from 128 to 10,240 MiB and any `/tmp` from 512; beyond so many shapes none is added. */
const SHAPES_MAX = 1_000;

/** Counts what is told of stem cells, by shape. */
export class StemCounters {
  readonly #shapes = new Map<string, Counts>();

  constructor(facts: FactBus<StemFact>) {
    facts.subscribe((fact) => this.#told(fact));
  }

  /** In the order in which the shapes were seen first. */
  get shapes(): readonly StemCounts[] {
    return [...this.#shapes.values()];
  }

  #told(fact: StemFact): void {
    const counts = this.#countsOf(fact);
    if (counts === undefined) return;
    if (fact.type === "stem.taken") counts.hits += 1;
    if (fact.type === "stem.missed") counts.misses += 1;
    if (fact.type === "stem.bypassed") counts.direct += 1;
    if (fact.type === "stem.grown") counts.grown += 1;
    if (fact.type === "stem.discarded" && fact.reason !== undefined) counts.discarded[fact.reason] += 1;
  }

  #countsOf({ runtime, memoryMib, tmpMib }: StemFact): Counts | undefined {
    const key = `${runtime} ${memoryMib} ${tmpMib}`;
    const known = this.#shapes.get(key);
    if (known !== undefined || this.#shapes.size >= SHAPES_MAX) return known;
    const discarded = { unwanted: 0, memory: 0, room: 0, broken: 0 };
    const counts = { runtime, memoryMib, tmpMib, hits: 0, misses: 0, direct: 0, grown: 0, discarded };
    this.#shapes.set(key, counts);
    return counts;
  }
}
