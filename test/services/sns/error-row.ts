import type { SnsOperations } from "../../../src/wire/index.ts";

/** A request that is refused. `TOPIC`, `FIFO`, `DEDUPED` and `SUBSCRIPTION` stand for what is there. */
export interface ErrorRow {
  readonly name: string;
  readonly operation: keyof SnsOperations;
  readonly input: object;
  readonly code: string;
  readonly message: string | RegExp;
}

const INVALID = "InvalidParameterException";
export const INVALID_VALUE = "InvalidParameterValueException";

export type Case = readonly [name: string, input: object, message: string | RegExp, code?: string];

export function rows(operation: keyof SnsOperations, base: object, cases: readonly Case[]): ErrorRow[] {
  return cases.map(([name, input, message, code = INVALID]) => ({
    name: `${operation}: ${name}`,
    operation,
    input: { ...base, ...input },
    code,
    message,
  }));
}
