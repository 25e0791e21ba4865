import type { EventsModel } from "../../wire/index.ts";
import { eventsError } from "./errors.ts";

/** Tags per resource (Amazon EventBridge user guide, "Tagging"). */
const TAGS_MAX = 50;

type Tags = { readonly [key: string]: string };

/** Throws `ValidationException` for a key given twice, and for more tags than a resource may have. */
export function tagsOf(list: readonly EventsModel.Tag[] | undefined, before: Tags = {}): Tags {
  const given = list ?? [];
  if (new Set(given.map(({ Key }) => Key)).size < given.length) throw eventsError("duplicate-tags");
  const tags = { ...before, ...Object.fromEntries(given.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(tags).length > TAGS_MAX) throw eventsError("too-many-tags");
  return tags;
}

export function tagList(tags: Tags): EventsModel.Tag[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}
