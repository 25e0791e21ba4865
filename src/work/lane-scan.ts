import type { Timer } from "../base/index.ts";
import type { LaneListener } from "../store/index.ts";
import type { WorkerOptions } from "./worker-options.ts";

/** Lanes that are read in one go. */
const PAGE = 500;

/** Finds the lanes that have work: all of them at the start, and then those that get some. */
export class LaneScan {
  readonly #options: Pick<WorkerOptions, "work" | "queue" | "clock" | "rescanMs" | "onFault">;
  readonly #found: LaneListener;
  #unwatch: (() => void) | undefined;
  #timer: Timer | undefined;

  constructor(options: WorkerOptions, found: LaneListener) {
    this.#options = options;
    this.#found = found;
  }

  async start(): Promise<void> {
    const { work, queue } = this.#options;
    this.#unwatch = work.watch(queue, this.#found);
    await this.#all();
    this.#arm();
  }

  stop(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    this.#timer?.cancel();
  }

  async #all(): Promise<void> {
    const { work, queue } = this.#options;
    for (let after: string | undefined; ;) {
      const lanes = await work.lanes(queue, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      for (const { lane, dueAtMs } of lanes) this.#found(lane, dueAtMs);
      if (lanes.length < PAGE) return;
      after = lanes.at(-1)?.lane;
    }
  }

  #arm(): void {
    const { clock, rescanMs, onFault } = this.#options;
    if (rescanMs === undefined || this.#unwatch === undefined) return;
    this.#timer = clock.after(rescanMs, () => {
      void this.#all()
        .catch(onFault)
        .finally(() => this.#arm());
    });
  }
}
