import type { SnsModel } from "../../wire/index.ts";
import { snsError } from "./errors.ts";

type Tags = Readonly<Record<string, string>>;

/** Tags per topic (SNS quotas). */
const TAGS_MAX = 50;

/** Throws `InvalidParameterException` when a key comes twice, `TagLimitExceededException`. */
export function readTags(given: readonly SnsModel.Tag[]): Tags {
  const tags = Object.fromEntries(given.map(({ Key, Value }) => [Key, Value]));
  if (Object.keys(tags).length < given.length) throw snsError("duplicate-tags");
  return checkTags(tags);
}

/** Throws `TagLimitExceededException`. */
export function checkTags(tags: Tags): Tags {
  if (Object.keys(tags).length > TAGS_MAX) throw snsError("too-many-tags");
  return tags;
}

export function shownTags(tags: Tags): readonly SnsModel.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
