import { COMPATIBILITY } from "./compatibility.ts";
import { lambdaError } from "./errors.ts";

/**
 * Refuses what is asked for and is not there, rather than to promise it. A value that asks for nothing (false, empty)
 * passes. Throws `AwsError` naming the first such member.
 *
 * @param prefix for the members of a nested input, e.g. `Code.`
 */
export function refuseMissingMembers(operation: string, input: object, prefix = ""): void {
  for (const [member, value] of Object.entries(input)) {
    const support = COMPATIBILITY[operation]?.[prefix + member];
    if (support?.status !== "missing" || asksForNothing(value)) continue;
    throw lambdaError("not-yet", { what: `${support.note ?? "it"} (${prefix}${member})` });
  }
}

function asksForNothing(value: unknown): boolean {
  if (value === undefined || value === null || value === false || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
