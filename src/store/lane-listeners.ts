import type { LaneListener } from "./ports/work-queue.ts";

/** Who wants to hear of new work, by queue. */
export class LaneListeners {
  readonly #byQueue = new Map<string, Set<LaneListener>>();

  add(queue: string, listener: LaneListener): () => void {
    const listeners = this.#byQueue.get(queue) ?? new Set();
    this.#byQueue.set(queue, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  tell(queue: string, lane: string, dueAtMs: number): void {
    for (const listener of this.#byQueue.get(queue) ?? []) listener(lane, dueAtMs);
  }
}
