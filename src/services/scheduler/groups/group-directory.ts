import type { Scope } from "../../../base/index.ts";
import { RecordConflict, type RecordStore } from "../../../store/index.ts";
import { DEFAULT_GROUP } from "../arn.ts";
import { schedulerError } from "../errors.ts";
import { type Group, GROUP_KIND, groupKey, groupOf, type GroupRecord, groupValue } from "./group-record.ts";

/** The default group is there without having been made; it is told to be as old as the service. */
const DEFAULT_RECORD: GroupRecord = {
  state: "ACTIVE",
  createdMs: Date.UTC(2022, 10, 10),
  modifiedMs: Date.UTC(2022, 10, 10),
  tags: {},
  clientToken: null,
};
const DEFAULT: Group = { ...DEFAULT_RECORD, name: DEFAULT_GROUP, version: 0 };

/** The schedule groups in the store. */
export class GroupDirectory {
  readonly #records: RecordStore;

  constructor(records: RecordStore) {
    this.#records = records;
  }

  async find(scope: Scope, name: string): Promise<Group | undefined> {
    const record = await this.#records.get(GROUP_KIND, groupKey(scope, name));
    if (record !== undefined) return groupOf(record);
    return name === DEFAULT_GROUP ? DEFAULT : undefined;
  }

  /** Throws `ResourceNotFoundException`. */
  async get(scope: Scope, name: string): Promise<Group> {
    const group = await this.find(scope, name);
    if (group === undefined) throw schedulerError("group-not-found", { name });
    return group;
  }

  /** A group that schedules can be in. Throws `ResourceNotFoundException`, or `ConflictException` while it is being deleted. */
  async active(scope: Scope, name: string): Promise<Group> {
    const group = await this.get(scope, name);
    if (group.state === "DELETING") throw schedulerError("group-deleting", { name });
    return group;
  }

  /** Groups whose names begin with `prefix` and come after `after`, by name. */
  async list(scope: Scope, query: { prefix: string; after?: string; limit: number }): Promise<readonly Group[]> {
    const { prefix, after, limit } = query;
    const records = await this.#records.list(GROUP_KIND, {
      prefix: groupKey(scope, prefix),
      ...(after === undefined ? {} : { after: groupKey(scope, after) }),
      limit,
    });
    const groups = records.map(groupOf);
    const hasDefault = groups.some(({ name }) => name === DEFAULT_GROUP);
    if (hasDefault || !DEFAULT_GROUP.startsWith(prefix) || (after !== undefined && after >= DEFAULT_GROUP))
      return groups;
    return [...groups, DEFAULT].toSorted((a, b) => (a.name < b.name ? -1 : 1)).slice(0, limit);
  }

  /** Writes a group over the version that was read; 0 makes a new one. Throws `ConflictException`. */
  async write(scope: Scope, group: Group): Promise<void> {
    const { name, version } = group;
    const expect = version === 0 ? "absent" : version;
    const change = {
      op: "put",
      kind: GROUP_KIND,
      key: groupKey(scope, name),
      value: groupValue(group),
      expect,
    } as const;
    try {
      await this.#records.write([change]);
    } catch (error) {
      if (!(error instanceof RecordConflict)) throw error;
      throw version === 0
        ? schedulerError("group-exists", { name }, error)
        : schedulerError("group-changed-meanwhile", { name }, error);
    }
  }

  /** Forgets a group. */
  async remove(scope: Scope, name: string): Promise<void> {
    await this.#records.write([{ op: "delete", kind: GROUP_KIND, key: groupKey(scope, name) }]);
  }
}
