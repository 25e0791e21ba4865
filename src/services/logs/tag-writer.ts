import type { Scope } from "../../base/index.ts";
import type { LogStore } from "../../store/index.ts";
import { existingGroup } from "./group-reference.ts";
import { groupNotFound } from "./errors.ts";

export type Tags = Readonly<Record<string, string>>;

/** Largest number of tags on one log group (CloudWatch Logs quotas). */
export const TAGS_MAX = 50;

/** Changes tags one after the other, because the store replaces all of a group's tags at once. */
export class TagWriter {
  readonly #logs: LogStore;
  #last: Promise<unknown> = Promise.resolve();

  constructor(logs: LogStore) {
    this.#logs = logs;
  }

  /** Replaces the tags of a group by what `change` makes of them; what `change` throws is passed on. */
  update(scope: Scope, group: string, change: (tags: Tags) => Tags): Promise<void> {
    const write = this.#write(this.#last, scope, group, change);
    // Whether a change failed is its caller's business; the next one only waits for it.
    this.#last = write.catch(() => undefined);
    return write;
  }

  async #write(turn: Promise<unknown>, scope: Scope, group: string, change: (tags: Tags) => Tags): Promise<void> {
    await turn;
    const { tags } = await existingGroup(this.#logs, scope, group);
    if (!(await this.#logs.setTags(scope, group, change(tags)))) throw groupNotFound();
  }
}

/** The tags without these keys. */
export function withoutTags(tags: Tags, keys: readonly string[]): Tags {
  const gone = new Set(keys);
  return Object.fromEntries(Object.entries(tags).filter(([key]) => !gone.has(key)));
}
