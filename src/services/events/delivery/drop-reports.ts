import type { Clock } from "../../../base/index.ts";
import type { EventDropped } from "./event-dropped.ts";

/** How long further drops of a target are counted before they are told together. */
const GATHER_MS = 60_000;

/** Tells of events that are dropped: the first of a target at once, what follows within a minute as a number. */
export class DropReports {
  readonly #clock: Clock;
  readonly #tell: (drop: EventDropped) => void;
  /** Drops that were not told, and the last of them, by target; a target is in here for a minute after each report. */
  readonly #untold = new Map<string, { count: number; last: EventDropped | undefined }>();

  constructor(clock: Clock, tell: (drop: EventDropped) => void) {
    this.#clock = clock;
    this.#tell = tell;
  }

  add(drop: EventDropped): void {
    const key = `${drop.ruleArn} ${drop.targetId}`;
    const untold = this.#untold.get(key);
    if (untold === undefined) {
      this.#tell(drop);
      this.#gather(key);
      return;
    }
    untold.count += 1;
    untold.last = drop;
  }

  #gather(key: string): void {
    this.#untold.set(key, { count: 0, last: undefined });
    this.#clock.after(GATHER_MS, () => {
      const { count = 0, last } = this.#untold.get(key) ?? {};
      this.#untold.delete(key);
      if (last === undefined) return;
      this.#tell(count === 1 ? last : last.andOthers(count - 1));
      this.#gather(key);
    });
  }
}
