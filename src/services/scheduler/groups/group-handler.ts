import type { ClaimedWork } from "../../../store/index.ts";
import type { WorkOutcome } from "../../../work/index.ts";
import { decodeGroup } from "../firing/scheduler-work.ts";
import type { ScheduleDirectory } from "../schedules/schedule-directory.ts";
import type { GroupDirectory } from "./group-directory.ts";

const PAGE = 200;

/** Deletes the schedules of a group that is being deleted, and then the group. */
export class GroupHandler {
  readonly #groups: GroupDirectory;
  readonly #schedules: ScheduleDirectory;

  constructor(groups: GroupDirectory, schedules: ScheduleDirectory) {
    this.#groups = groups;
    this.#schedules = schedules;
  }

  async handle(work: ClaimedWork): Promise<WorkOutcome> {
    const { accountId, region, group: name } = decodeGroup(work);
    const scope = { accountId, region };
    const group = await this.#groups.find(scope, name);
    if (group?.state !== "DELETING") return { outcome: "done" };
    for (;;) {
      const page = await this.#schedules.list({ scope, group: name, prefix: "", matches: () => true, limit: PAGE });
      if (page.length > 0) await this.#schedules.remove(page);
      if (page.length < PAGE) break;
    }
    await this.#groups.remove(scope, name);
    return { outcome: "done" };
  }
}
