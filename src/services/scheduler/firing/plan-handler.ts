import type { ClaimedWork, NewWork } from "../../../store/index.ts";
import type { WorkOutcome } from "../../../work/index.ts";
import { arnOf, type Schedule, scheduleKey } from "../schedules/schedule-record.ts";
import { deliver } from "./delivery.ts";
import type { FiringHandler, FiringParts, FiringProgress } from "./firing-handler.ts";
import { ageMsMax } from "./retry.ts";
import type { SchedulePlan } from "./schedule-plan.ts";
import { decodePlan, firingWork, type PlannedFiring } from "./scheduler-work.ts";

/** A plan whose schedule is not there is looked at so often, after 1, 2, 4 ... seconds: it may be about to be written. */
const LOOKS_MAX = 6;

/**
 * Fires schedules. The first attempt is made at once, and what follows from it is put in the commit that ends the plan: the
 * plan of the next firing, and what is left of this one. Killed at any point, the plan is either still there, or all of
 * that is.
 */
export class PlanHandler {
  readonly #parts: FiringParts;
  readonly #plan: SchedulePlan;
  readonly #firings: FiringHandler;

  constructor(parts: FiringParts, plan: SchedulePlan, firings: FiringHandler) {
    this.#parts = parts;
    this.#plan = plan;
    this.#firings = firings;
  }

  async handle(work: ClaimedWork): Promise<WorkOutcome> {
    const plan = decodePlan(work);
    const schedule = await this.#parts.schedules.find(plan.key);
    if (schedule?.generation !== plan.generation) return this.#lookAgain(work);
    // Also when the clock was set back: what is to come waits for its time, and what has fired does not fire again.
    if (plan.fireAtMs > this.#parts.clock.nowMs())
      return { outcome: "again", visibleAtMs: this.#plan.lookAt(plan.fireAtMs), state: null };
    return await this.#fire(schedule, plan);
  }

  #lookAgain({ state }: ClaimedWork): WorkOutcome {
    const looks = typeof state === "number" ? state : 0;
    if (looks >= LOOKS_MAX) return { outcome: "done" };
    return { outcome: "again", visibleAtMs: this.#parts.clock.nowMs() + 1_000 * 2 ** looks, state: looks + 1 };
  }

  async #fire(schedule: Schedule, plan: PlannedFiring): Promise<WorkOutcome> {
    const oldestMs = this.#parts.clock.nowMs() - ageMsMax(schedule.target.RetryPolicy);
    const isExpired = plan.fireAtMs < oldestMs;
    // Of firings that were missed, those are made up for that are not too old; of those that are, the first is told of.
    const next = await this.#plan.next(schedule, isExpired ? Math.max(plan.dueMs, oldestMs - 1) : plan.dueMs);
    const isLast = next === undefined && schedule.actionAfterCompletion === "DELETE";
    const rest = isExpired ? this.#firings.expired() : await this.#attempt(schedule, plan);
    const following: NewWork[] = next === undefined ? [] : [next];
    if (rest !== undefined) following.push(restWork(schedule, plan, isLast, rest));
    else if (isLast) await this.#parts.schedules.removeUnchanged(schedule);
    return { outcome: "done", following };
  }

  /** Answers what is left to do of the firing, or undefined when it is done. */
  async #attempt(
    schedule: Schedule,
    { generation, dueMs, fireAtMs }: PlannedFiring,
  ): Promise<FiringProgress | undefined> {
    const { scope, target } = schedule;
    const attempt = { scheduleArn: arnOf(schedule), scope, generation, target, dueMs, attempt: 1 };
    const failure = await deliver(this.#parts.targets, attempt);
    return failure === undefined ? undefined : this.#firings.after(failure, { fireAtMs, target }, 1);
  }
}

function restWork(schedule: Schedule, plan: PlannedFiring, isLast: boolean, { state, atMs }: FiringProgress): NewWork {
  const { scope, group, name, target } = schedule;
  const { generation, dueMs, fireAtMs } = plan;
  const key = scheduleKey(scope, group, name);
  return firingWork({ scheduleArn: arnOf(schedule), key, generation, target, dueMs, fireAtMs, isLast }, state, atMs);
}
