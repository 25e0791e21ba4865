import { lambdaError } from "./errors.ts";

/** Tags per resource (AWS Lambda quotas). */
const TAGS_MAX = 50;

/** Throws `AwsError` when these are more tags than a resource may have. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  if (Object.keys(tags).length > TAGS_MAX) throw lambdaError("too-many-tags");
}
