import { type AwsError } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import type { OneOrMany } from "./policy-document.ts";

type Members = Readonly<Record<string, unknown>>;

/** The error that says what is wrong with a policy. */
export function policyFault(fault: string, cause?: unknown): AwsError {
  return lambdaError("malformed-policy", { fault }, cause === undefined ? {} : { cause });
}

/** The value of a JSON text. Throws `AwsError`. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw policyFault("it is no JSON", error);
  }
}

/**
 * The members of an object, none of which is outside `known`. Throws `AwsError`.
 *
 * @param where names the object in the error
 */
export function membersOf(value: unknown, where: string, known?: readonly string[]): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw policyFault(`${where} must be an object`);
  const stray = Object.keys(value).find((member) => known !== undefined && !known.includes(member));
  if (stray !== undefined) throw policyFault(`${where} has the unknown element ${stray}`);
  return { ...value };
}

/** A string, or several. Throws `AwsError`. */
export function stringsOf(value: unknown, where: string): OneOrMany {
  if (isString(value) || isListOf(value, isString)) return value;
  throw policyFault(`${where} must be a string or a list of strings`);
}

/** A value of a condition, or several. Throws `AwsError`. */
export function scalarsOf(value: unknown, where: string): OneOrMany<string | number | boolean> {
  if (isScalar(value) || isListOf(value, isScalar)) return value;
  throw policyFault(`${where} must be a string or a list of strings`);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function isScalar(value: unknown): value is string | number | boolean {
  return ["string", "number", "boolean"].includes(typeof value);
}

function isListOf<Item>(value: unknown, isItem: (each: unknown) => each is Item): value is readonly Item[] {
  return Array.isArray(value) && value.length > 0 && value.every(isItem);
}
