import { FilterPolicyError } from "./filter-policy-error.ts";
import type { FilterScope } from "./filter-scope.ts";

/** Amazon SNS developer guide, "Filter policy constraints". */
const KEYS_MAX = 5;
const COMBINATIONS_MAX = 150;
const POLICY_BYTES_MAX = 256 * 1024;

/** Throws `FilterPolicyError` when a policy has too many keys or combinations, or nests where nothing can be nested. */
export function checkPolicyLimits(policy: Readonly<Record<string, unknown>>, scope: FilterScope): void {
  if (Buffer.byteLength(JSON.stringify(policy)) > POLICY_BYTES_MAX)
    throw new FilterPolicyError("Filter policy is too large");
  if (Object.keys(policy).length > KEYS_MAX)
    throw new FilterPolicyError(`Filter policy can not have more than ${KEYS_MAX} keys`);
  if (scope === "MessageAttributes" && isNested(policy))
    throw new FilterPolicyError("Filter policy scope MessageAttributes does not support nested filter policy", {
      isNamed: false,
    });
  if (combinations(policy, 1, 1) > COMBINATIONS_MAX) throw new FilterPolicyError("Filter policy is too complex");
}

function isNested(policy: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(policy).some(([name, value]) =>
    name === "$or" && Array.isArray(value)
      ? value.some((alternative: unknown) => isObject(alternative) && isNested(alternative))
      : isObject(value),
  );
}

/**
 * How many combinations of values fulfil a policy, as AWS counts them: the number of values of each key times its depth,
 * multiplied; the alternatives of `$or` are added up.
 */
function combinations(policy: Readonly<Record<string, unknown>>, depth: number, before: number): number {
  let count = before;
  for (const [name, value] of Object.entries(policy)) {
    if (isObject(value)) count = combinations(value, depth + 1, count);
    else if (!Array.isArray(value)) continue;
    else if (name === "$or") count = value.reduce<number>((sum, other) => sum + ofAlternative(other, depth, count), 0);
    else count *= value.length * depth;
    // Far beyond the limit, where numbers cease to be exact.
    if (count > 1e9) return count;
  }
  return count;
}

function ofAlternative(alternative: unknown, depth: number, before: number): number {
  return isObject(alternative) ? combinations(alternative, depth, before) : before;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
