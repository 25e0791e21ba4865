import { sqsError } from "./sqs-error.ts";

/** Throws `MissingParameter` for the first of these members that a request lacks. */
export function requireMembers<Input extends object>(input: Input, names: readonly (keyof Input & string)[]): void {
  for (const name of names) {
    const value = input[name];
    if (value === undefined || value === null || value === "") throw sqsError("missing", { name });
  }
}
