import type { Clock, Random } from "../../../base/index.ts";
import type { NewWork, WorkQueue } from "../../../store/index.ts";
import { fireTime, nextDue } from "../schedules/due-time.ts";
import { type Schedule, scheduleKey } from "../schedules/schedule-record.ts";
import { groupWork, type PlannedFiring, planWork } from "./scheduler-work.ts";

/**
 * A plan is looked at again after this time even when its firing is further off, so that plans of schedules that were
 * deleted or changed do not pile up in the store.
 */
const LOOK_MS_MAX = 7 * 86_400_000;

/** Plans the firings of schedules. */
export class SchedulePlan {
  readonly #work: WorkQueue;
  readonly #clock: Clock;
  readonly #random: Random;

  constructor({ work, clock, random }: { work: WorkQueue; clock: Clock; random: Random }) {
    this.#work = work;
    this.#clock = clock;
    this.#random = random;
  }

  /**
   * Plans the first firing of a schedule as it is about to be written. It is put before the schedule is, so that whatever
   * happens in between, no schedule is left without a plan; a plan without its schedule comes to nothing.
   */
  async begin(schedule: Schedule, afterMs: number): Promise<void> {
    if (schedule.state === "DISABLED") return;
    const next = await this.next(schedule, afterMs);
    if (next !== undefined) await this.#work.put([next], this.#clock.nowMs());
  }

  /** The plan of the firing after an instant, or undefined when the schedule is complete. */
  async next(schedule: Schedule, afterMs: number): Promise<NewWork | undefined> {
    const dueMs = await nextDue(schedule, afterMs);
    if (dueMs === undefined) return undefined;
    const { scope, group, name, generation, windowMinutes } = schedule;
    const fireAtMs = fireTime(dueMs, windowMinutes, this.#random);
    const plan: PlannedFiring = { key: scheduleKey(scope, group, name), generation, dueMs, fireAtMs };
    return planWork(plan, this.lookAt(fireAtMs));
  }

  /** When to look at a plan whose firing is at `fireAtMs`. */
  lookAt(fireAtMs: number): number {
    return Math.min(fireAtMs, this.#clock.nowMs() + LOOK_MS_MAX);
  }

  /** Deletes the schedules of a group, and then the group, whatever happens to this process. */
  async deleteGroup(schedule: Pick<Schedule, "scope" | "group">): Promise<void> {
    const nowMs = this.#clock.nowMs();
    await this.#work.put([groupWork({ ...schedule.scope, group: schedule.group }, nowMs)], nowMs);
  }
}
