import type { Clock, Timer } from "./clock.ts";

interface Pending {
  dueMs: number;
  sequence: number;
  action: () => void;
}

/** A clock that stands still until `advance` is called; due timers fire in order of due time, then of creation. */
export class TestClock implements Clock {
  #nowMs: number;
  #sequence = 0;
  #originMs: number;
  readonly #pending = new Set<Pending>();

  constructor(startMs = 1_700_000_000_000) {
    this.#nowMs = startMs;
    this.#originMs = startMs;
  }

  /** Timers that have neither fired nor been called off. */
  get pending(): number {
    return this.#pending.size;
  }

  nowMs(): number {
    return this.#nowMs;
  }

  monotonicMs(): number {
    return this.#nowMs - this.#originMs;
  }

  after(delayMs: number, action: () => void): Timer {
    const pending: Pending = { dueMs: this.#nowMs + Math.max(0, delayMs), sequence: this.#sequence++, action };
    this.#pending.add(pending);
    return { cancel: () => this.#pending.delete(pending) };
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.after(delayMs, resolve);
    });
  }

  /** Moves time forward by `durationMs`, firing what falls due on the way and letting promises settle between. */
  async advance(durationMs: number): Promise<void> {
    const endMs = this.#nowMs + durationMs;
    await settle();
    for (let next = this.#nextDue(endMs); next !== undefined; next = this.#nextDue(endMs)) {
      this.#pending.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.dueMs);
      next.action();
      await settle();
    }
    this.#nowMs = endMs;
  }

  /** The machine is suspended for so long: the time of day goes on, and nothing else does. */
  suspend(durationMs: number): void {
    this.#nowMs += durationMs;
    this.#originMs += durationMs;
    for (const pending of this.#pending) pending.dueMs += durationMs;
  }

  #nextDue(endMs: number): Pending | undefined {
    let first: Pending | undefined;
    for (const pending of this.#pending) {
      if (pending.dueMs > endMs) continue;
      if (
        first === undefined ||
        pending.dueMs < first.dueMs ||
        (pending.dueMs === first.dueMs && pending.sequence < first.sequence)
      )
        first = pending;
    }
    return first;
  }
}

function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
