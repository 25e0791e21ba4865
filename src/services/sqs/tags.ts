import { invalidValue } from "./sqs-error.ts";

const COUNT_MAX = 50;
const KEY_MAX = 128;
const VALUE_MAX = 256;

/** Checks the tags that a queue would have (SQS developer guide, tagging). Throws `InvalidParameterValue`. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > COUNT_MAX)
    throw invalidValue("Tags", entries.length, "Too many tags added for queue; it may have 50.");
  for (const [key, value] of entries) {
    if (key === "" || key.length > KEY_MAX || /^aws:/i.test(key))
      throw invalidValue("Tags", key, "Tag keys are 1 to 128 in length and cannot start with aws:.");
    if (value.length > VALUE_MAX) throw invalidValue("Tags", value, "Tag values are at most 256 in length.");
  }
}
