import type { SimpleModel } from "../model.ts";
import { compilePattern } from "./pattern.ts";

/** One rule about a value, with the words in which AWS reports that it was broken. */
export interface Constraint {
  readonly text: string;
  readonly holds: (value: unknown) => boolean;
}

export const NOT_NULL = "Member must not be null";

/** A pattern is not tried on longer texts that are too long anyway: it could take for ever. */
const PATTERN_LENGTH_MAX = 4096;

function sizeOf(value: unknown): number {
  if (typeof value === "number") return value;
  if (typeof value === "string" || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

/** Shapes of numbers that AWS writes with a decimal point. */
export function isDecimal(shape: { readonly type: string }): boolean {
  return shape.type === "double" || shape.type === "float";
}

/** A number as AWS writes it where it is a decimal: `2` is `2.0`. */
export function decimalText(value: number): string {
  return Number.isInteger(value) ? value.toFixed(1) : String(value);
}

/** Bounds of a number, or of the length of anything else. */
export function boundConstraints(
  limits: { readonly min?: number; readonly max?: number },
  what: string,
  shown: (bound: number) => string = String,
): Constraint[] {
  const { min, max } = limits;
  const constraints: Constraint[] = [];
  if (max !== undefined)
    constraints.push({ text: `${what} less than or equal to ${shown(max)}`, holds: (value) => sizeOf(value) <= max });
  if (min !== undefined)
    constraints.push({
      text: `${what} greater than or equal to ${shown(min)}`,
      holds: (value) => sizeOf(value) >= min,
    });
  return constraints;
}

/** The rules of a shape that is no structure, list or map: bounds, pattern, enumeration. */
export function simpleConstraints(shape: SimpleModel): Constraint[] {
  const isNumber = ["integer", "long", "float", "double"].includes(shape.type);
  const what = `Member must have ${isNumber ? "value" : "length"}`;
  const constraints = boundConstraints(shape, what, isDecimal(shape) ? decimalText : String);
  const max = shape.max ?? Number.POSITIVE_INFINITY;
  if (shape.pattern !== undefined) {
    const pattern = compilePattern(shape.pattern);
    constraints.push({
      text: `Member must satisfy regular expression pattern: ${shape.pattern}`,
      holds: (value) =>
        typeof value !== "string" || (value.length > max && value.length > PATTERN_LENGTH_MAX) || pattern.test(value),
    });
  }
  if (shape.enum !== undefined) {
    const values = new Set<unknown>(shape.enum);
    const text = `Member must satisfy enum value set: [${shape.enum.join(", ")}]`;
    constraints.push({ text, holds: (value) => values.has(value) });
  }
  return constraints;
}
