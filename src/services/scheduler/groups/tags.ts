import type { SchedulerModel } from "../../../wire/index.ts";
import { schedulerError } from "../errors.ts";

const TAGS_MAX = 50;

/** Tags with others added. Throws `ValidationException` when there would be too many, or a reserved one. */
export function withTags(
  before: Readonly<Record<string, string>>,
  added: readonly SchedulerModel.Tag[],
): Readonly<Record<string, string>> {
  if (added.some(({ Key }) => Key.toLowerCase().startsWith("aws:"))) throw schedulerError("reserved-tag");
  const after = { ...before, ...Object.fromEntries(added.map(({ Key, Value }) => [Key, Value])) };
  if (Object.keys(after).length > TAGS_MAX) throw schedulerError("too-many-tags");
  return after;
}
