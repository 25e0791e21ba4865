import type { TargetError } from "../../../base/index.ts";

/**
 * The ERROR_CODE of a dead letter (Amazon EventBridge user guide, "Using dead-letter queues"): AWS's own names, not those
 * of the target.
 */
const CODES: readonly (readonly [pattern: RegExp, code: string])[] = [
  [/NonExistent|NotFound|DoesNotExist|NoSuch|Missing$/i, "NO_RESOURCE"],
  [/AccessDenied|NotAuthorized|Authorization|Forbidden/i, "NO_PERMISSIONS"],
  [/Throttl|TooManyRequests|Limit/i, "THROTTLING"],
  [/^InvalidJson$/, "INVALID_JSON"],
  [/Invalid|Validation|Malformed|MissingParameter|TooLarge/i, "INVALID_PARAMETER"],
];

export function failureCode({ code }: TargetError): string {
  return CODES.find(([pattern]) => pattern.test(code))?.[1] ?? "ERROR_FROM_TARGET";
}
