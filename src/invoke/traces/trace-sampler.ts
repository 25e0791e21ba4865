import type { Clock, Random } from "../../base/index.ts";
import type { LaunchSpec } from "../launch-spec.ts";
import { parseTraceHeader, type TraceHeader } from "./trace-header.ts";

/** Beside the first of every second (AWS Lambda developer guide, "Visualize Lambda function invocations using AWS X-Ray"). */
const SAMPLED_SHARE = 0.05;
const SECOND_MS = 1_000;

/**
 * Decides which invocations are traced, unless the caller did, and makes the tracing header that the guest gets. Where
 * tracing is active a sampled invocation is a segment of its own, whose id is the parent of whatever the guest records;
 * where it only passes through, the parent stays the caller's.
 */
export class TraceSampler {
  readonly #clock: Clock;
  readonly #random: Random;
  /** Of each version: the last second that had its first invocation. */
  readonly #seconds = new WeakMap<LaunchSpec, number>();

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** `incoming` is the caller's header; without a trace id it begins a new trace, but keeps its lineage. */
  header(spec: LaunchSpec, incoming: string | undefined): string {
    const isActive = spec.tracing === "Active";
    const caller = parseTraceHeader(incoming ?? "");
    const isSampled = caller.isSampled ?? (isActive && this.#samples(spec));
    return this.#render(caller, isSampled, isSampled && isActive);
  }

  #samples(spec: LaunchSpec): boolean {
    const second = Math.floor(this.#clock.nowMs() / SECOND_MS);
    if (this.#seconds.get(spec) === second) return this.#random.fraction() < SAMPLED_SHARE;
    this.#seconds.set(spec, second);
    return true;
  }

  #render(caller: TraceHeader, isSampled: boolean, hasSegment: boolean): string {
    const root = caller.root ?? this.#newRoot();
    const parent = hasSegment ? undefined : caller.parent;
    const rest = caller.rest.map((field) => `;${field}`).join("");
    return `Root=${root};Parent=${parent ?? this.#random.hex(8)};Sampled=${isSampled ? 1 : 0}${rest}`;
  }

  #newRoot(): string {
    const seconds = Math.floor(this.#clock.nowMs() / SECOND_MS).toString(16);
    return `1-${seconds}-${this.#random.hex(12)}`;
  }
}
