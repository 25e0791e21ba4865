import type { Clock, Random, Timer } from "../../../base/index.ts";
import { MessageQueueMissing, type MessageStore } from "../../../store/index.ts";
import type { Waiting } from "../messages/waiting.ts";
import type { MoveTask } from "./move-task.ts";

export interface MoveParts {
  readonly messages: MessageStore;
  readonly waiting: Waiting;
  readonly clock: Clock;
  readonly random: Random;
}

/** Where messages come from and go to, as the message store names it. */
export interface Route {
  readonly source: string;
  readonly target?: string;
  readonly targetBySource?: Readonly<Record<string, string>>;
}

/** Messages moved at once. */
const STEP = 100;
/** Steps per second at a given rate, so that it is held evenly. */
const STEPS_PER_SECOND = 10;

/** One task while it is being worked on. */
export class MoveRun {
  readonly #parts: MoveParts;
  readonly #route: Route;
  #task: MoveTask;
  #cancelled = false;
  #pause: { readonly timer: Timer; readonly end: () => void } | undefined;

  constructor(parts: MoveParts, route: Route, task: MoveTask) {
    this.#parts = parts;
    this.#route = route;
    this.#task = task;
  }

  get task(): MoveTask {
    return this.#task;
  }

  /** Ends the run after the step under way. */
  cancel(): void {
    this.#cancelled = true;
    this.#pause?.timer.cancel();
    this.#pause?.end();
  }

  /**
   * Moves until nothing is left of what was there at the start, telling of each step. Answers with the finished task, or
   * with undefined when it was cancelled.
   */
  async run(progress: (task: MoveTask) => Promise<void>): Promise<MoveTask | undefined> {
    const { perSecondMax } = this.#task;
    const size = perSecondMax === undefined ? STEP : Math.max(1, Math.floor(perSecondMax / STEPS_PER_SECOND));
    try {
      while (!this.#cancelled) {
        const left = this.#task.toMove - this.#task.moved;
        const { moved, sourceUnknown } = left > 0 ? await this.#step(Math.min(size, left)) : NOTHING;
        if (moved === 0) return this.#over(sourceUnknown ? "CouldNotDetermineMessageSource" : undefined);
        this.#task = { ...this.#task, moved: this.#task.moved + moved };
        await progress(this.#task);
        if (perSecondMax !== undefined && !this.#cancelled) await this.#rest((moved * 1_000) / perSecondMax);
      }
      return undefined;
    } catch (error) {
      if (error instanceof MessageQueueMissing) return this.#over("AWS.SimpleQueueService.NonExistentQueue");
      throw error;
    }
  }

  async #step(size: number): Promise<{ readonly moved: number; readonly sourceUnknown: boolean }> {
    const { messages, waiting, clock, random } = this.#parts;
    const { source, target, targetBySource } = this.#route;
    const result = await messages.redrive(source, {
      nowMs: clock.nowMs(),
      messageIds: Array.from({ length: size }, () => random.uuid()),
      ...(target === undefined ? {} : { target }),
      ...(targetBySource === undefined ? {} : { targetBySource }),
    });
    for (const queue of result.targets) waiting.wake(queue, result.moved);
    return result;
  }

  #over(failureReason: string | undefined): MoveTask {
    this.#task =
      failureReason === undefined
        ? { ...this.#task, status: "COMPLETED" }
        : { ...this.#task, status: "FAILED", failureReason };
    return this.#task;
  }

  #rest(durationMs: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#pause = undefined;
        resolve();
      };
      this.#pause = { timer: this.#parts.clock.after(durationMs, end), end };
    });
  }
}

const NOTHING = { moved: 0, sourceUnknown: false };
