import type { Scope } from "../../../base/index.ts";
import { RecordConflict, type RecordStore } from "../../../store/index.ts";
import { schedulerError } from "../errors.ts";
import { type Schedule, SCHEDULE_KIND, scheduleKey, scheduleOf, scheduleValue } from "./schedule-record.ts";

export interface ScheduleQuery {
  readonly scope: Scope;
  /** All groups when it is not given. */
  readonly group?: string;
  readonly prefix: string;
  readonly matches: (schedule: Schedule) => boolean;
  /** The key of the last schedule of the former page. */
  readonly after?: string;
  readonly limit: number;
}

/** Records that are read in one go. */
const READ_MAX = 200;

/** The schedules in the store. */
export class ScheduleDirectory {
  readonly #records: RecordStore;

  constructor(records: RecordStore) {
    this.#records = records;
  }

  async find(key: string): Promise<Schedule | undefined> {
    const record = await this.#records.get(SCHEDULE_KIND, key);
    return record === undefined ? undefined : scheduleOf(record);
  }

  /** Throws `ResourceNotFoundException`. */
  async get(scope: Scope, group: string, name: string): Promise<Schedule> {
    const schedule = await this.find(scheduleKey(scope, group, name));
    if (schedule === undefined) throw schedulerError("schedule-not-found", { name });
    return schedule;
  }

  /** Schedules by group and name, at most `limit`. */
  async list({ scope, group, prefix, matches, after, limit }: ScheduleQuery): Promise<readonly Schedule[]> {
    const keys = group === undefined ? `${scope.accountId}/${scope.region}/` : scheduleKey(scope, group, prefix);
    const found: Schedule[] = [];
    for (let last = after; ;) {
      const page = await this.#records.list(SCHEDULE_KIND, {
        prefix: keys,
        ...(last === undefined ? {} : { after: last }),
        limit: READ_MAX,
      });
      for (const record of page) {
        const schedule = scheduleOf(record);
        if (schedule.name.startsWith(prefix) && matches(schedule)) found.push(schedule);
        if (found.length === limit) return found;
      }
      last = page.at(-1)?.key;
      if (page.length < READ_MAX) return found;
    }
  }

  /** Throws `ConflictException` when there is one of this name. */
  async create(schedule: Schedule): Promise<void> {
    try {
      await this.#put(schedule, "absent");
    } catch (error) {
      throw error instanceof RecordConflict ? schedulerError("schedule-exists", { name: schedule.name }, error) : error;
    }
  }

  /** Writes over the version that was read. Throws `ConflictException` when it is not there any more. */
  async replace(schedule: Schedule): Promise<void> {
    const { name, version } = schedule;
    try {
      await this.#put(schedule, version);
    } catch (error) {
      throw error instanceof RecordConflict ? schedulerError("changed-meanwhile", { name }, error) : error;
    }
  }

  /** Forgets schedules. */
  async remove(schedules: readonly Schedule[]): Promise<void> {
    await this.#records.write(schedules.map((each) => ({ op: "delete", kind: SCHEDULE_KIND, key: keyOf(each) })));
  }

  /** Forgets a schedule unless it was changed or deleted since it was read. */
  async removeUnchanged(schedule: Schedule): Promise<void> {
    const { version } = schedule;
    try {
      await this.#records.write([{ op: "delete", kind: SCHEDULE_KIND, key: keyOf(schedule), expect: version }]);
    } catch (error) {
      // Who has changed it has the last word.
      if (!(error instanceof RecordConflict)) throw error;
    }
  }

  #put(schedule: Schedule, expect: number | "absent"): Promise<void> {
    const key = keyOf(schedule);
    return this.#records.write([{ op: "put", kind: SCHEDULE_KIND, key, value: scheduleValue(schedule), expect }]);
  }
}

function keyOf({ scope, group, name }: Schedule): string {
  return scheduleKey(scope, group, name);
}
