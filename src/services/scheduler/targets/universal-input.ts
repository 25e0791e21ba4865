import type { MessageAttribute } from "../../../base/index.ts";
import { schedulerError } from "../errors.ts";
import type { UniversalAction } from "./target-kind.ts";

/** Reads the members of a universal target's input, which is the input of the API operation. Throws `ValidationException`. */
export class UniversalInput {
  readonly #action: UniversalAction;
  readonly #members: Readonly<Record<string, unknown>>;

  /** @param known the members that have an effect here; others are refused, since they would be lost in silence */
  constructor(action: UniversalAction, value: unknown, known: readonly string[]) {
    this.#action = action;
    if (!isObject(value)) throw this.problem("it must be a JSON object");
    const other = Object.keys(value).find((name) => !known.includes(name));
    if (other !== undefined) throw this.problem(`${other} is not available here`);
    this.#members = value;
  }

  problem(problem: string): Error {
    return schedulerError("universal-input", { action: this.#action, problem });
  }

  raw(name: string): unknown {
    return this.#members[name];
  }

  text(name: string): string {
    const value = this.optionalText(name);
    if (value === undefined) throw this.problem(`${name} must be given`);
    return value;
  }

  optionalText(name: string): string | undefined {
    const value = this.#members[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== "string") throw this.problem(`${name} must be a string`);
    return value;
  }

  /** The members of these that are given, under other names. */
  texts<Name extends string>(names: Readonly<Record<Name, string>>): Partial<Record<Name, string>> {
    const found: Partial<Record<Name, string>> = {};
    for (const name of Object.keys(names) as Name[]) {
      const value = this.optionalText(names[name]);
      if (value !== undefined) found[name] = value;
    }
    return found;
  }

  attributes(): { readonly attributes?: Readonly<Record<string, MessageAttribute>> } {
    const value = this.#members["MessageAttributes"];
    if (value === undefined) return {};
    if (!isObject(value)) throw this.problem("MessageAttributes must be an object");
    return {
      attributes: Object.fromEntries(
        Object.entries(value).map(([name, entry]) => [name, this.#attribute(name, entry)]),
      ),
    };
  }

  #attribute(name: string, value: unknown): MessageAttribute {
    const known = isObject(value) ? value : {};
    const { DataType: dataType, StringValue: stringValue, BinaryValue: binaryValue } = known;
    if (typeof dataType === "string" && typeof stringValue === "string") return { dataType, stringValue };
    if (typeof dataType === "string" && typeof binaryValue === "string")
      return { dataType, binaryValue: Buffer.from(binaryValue, "base64") };
    throw this.problem(`the message attribute ${name} needs a DataType and a StringValue or BinaryValue`);
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
