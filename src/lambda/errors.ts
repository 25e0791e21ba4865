import { AwsError, fillMessage, type MessageValues } from "../wire/index.ts";
import { ERROR_CATALOGUE, type ERROR_MESSAGES, type ErrorName } from "./error-catalogue.ts";

interface ErrorDetail {
  /** Further members of the body or headers that the model binds to the error. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Makes the error of this name, with `Type` and the message filled in. */
export function lambdaError<Name extends ErrorName>(
  name: Name,
  ...[values, detail]: MessageValues<(typeof ERROR_MESSAGES)[Name][1], ErrorDetail>
): AwsError {
  const entry = ERROR_CATALOGUE.get(name);
  if (entry === undefined) throw new Error(`${name} is not in the error catalogue`);
  return new AwsError(entry.code, fillMessage(entry.message, values), {
    status: entry.status,
    members: { ...(entry.type === undefined ? {} : { Type: entry.type }), ...detail?.members },
    ...(detail?.cause === undefined ? {} : { cause: detail.cause }),
  });
}
