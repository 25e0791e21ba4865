import { DeliveryPolicyError } from "./delivery-policy-error.ts";

/** What may stand in a member: members of its own, one of some words, a whole number within bounds, or true and false. */
export type PolicyRule = "boolean" | readonly string[] | NumberRule | PolicyForm;
interface NumberRule {
  readonly min: number;
  readonly max: number;
}
export interface PolicyForm {
  readonly [member: string]: PolicyRule;
}

/** Reads the JSON of a policy and checks it member by member. Throws `DeliveryPolicyError` with the path of what is wrong. */
export function readPolicy(text: string, form: PolicyForm): Readonly<Record<string, unknown>> {
  let policy: unknown;
  try {
    policy = JSON.parse(text);
  } catch (error) {
    throw new DeliveryPolicyError("failed to parse JSON.", { cause: error });
  }
  return membersOf(policy, form, "");
}

function membersOf(value: unknown, form: PolicyForm, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new DeliveryPolicyError(`${path === "" ? "the policy" : path} must be a JSON object`);
  const members = new Map<string, unknown>();
  for (const [name, inner] of Object.entries(value)) {
    const rule = Object.hasOwn(form, name) ? form[name] : undefined;
    if (rule === undefined) throw new DeliveryPolicyError(`Unexpected JSON member: ${name}`);
    // AWS's own examples carry `"sicklyRetryPolicy": null`.
    if (inner !== null) members.set(name, memberOf(inner, rule, path === "" ? name : `${path}.${name}`));
  }
  return Object.fromEntries(members);
}

function memberOf(value: unknown, rule: PolicyRule, path: string): unknown {
  if (rule === "boolean") {
    if (typeof value !== "boolean") throw new DeliveryPolicyError(`${path} must be true or false`);
    return value;
  }
  if (isWords(rule)) {
    if (typeof value !== "string" || !rule.includes(value))
      throw new DeliveryPolicyError(`${path} must be one of ${rule.join(", ")}`);
    return value;
  }
  return isNumberRule(rule) ? numberOf(value, rule, path) : membersOf(value, rule, path);
}

function numberOf(value: unknown, { min, max }: NumberRule, path: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value))
    throw new DeliveryPolicyError(`${path} must be an integer`);
  if (value < min) throw new DeliveryPolicyError(`${path} must be greater than or equal to ${min}`);
  if (value > max) throw new DeliveryPolicyError(`${path} must be less than or equal to ${max}`);
  return value;
}

function isWords(rule: PolicyRule): rule is readonly string[] {
  return Array.isArray(rule);
}

function isNumberRule(rule: NumberRule | PolicyForm | readonly string[]): rule is NumberRule {
  return "min" in rule && typeof rule.min === "number";
}
