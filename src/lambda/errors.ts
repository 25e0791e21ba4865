import { AwsError } from "../wire/index.ts";
import { ERROR_CATALOGUE, type ERROR_MESSAGES, type ErrorName } from "./error-catalogue.ts";

/** The `{names}` in a message. */
type Parameters<Message extends string> = Message extends `${string}{${infer Name}}${infer Tail}`
  ? Name | Parameters<Tail>
  : never;

type ParametersOf<Name extends ErrorName> = Parameters<(typeof ERROR_MESSAGES)[Name][1]>;

/** Values for the message, where it has parameters. */
type Rest<Name extends ErrorName> = [ParametersOf<Name>] extends [never]
  ? [values?: undefined, detail?: ErrorDetail]
  : [values: Readonly<Record<ParametersOf<Name>, string | number>>, detail?: ErrorDetail];

interface ErrorDetail {
  /** Further members of the body or headers that the model binds to the error. */
  readonly members?: Readonly<Record<string, unknown>>;
  readonly cause?: unknown;
}

/** Makes the error of this name, with `Type` and the message filled in. */
export function lambdaError<Name extends ErrorName>(name: Name, ...[values, detail]: Rest<Name>): AwsError {
  const entry = ERROR_CATALOGUE.get(name);
  if (entry === undefined) throw new Error(`${name} is not in the error catalogue`);
  const given: Readonly<Record<string, string | number>> = values ?? {};
  const message = entry.message.replace(/\{(\w+)\}/g, (whole, parameter: string) => String(given[parameter] ?? whole));
  return new AwsError(entry.code, message, {
    status: entry.status,
    members: { ...(entry.type === undefined ? {} : { Type: entry.type }), ...detail?.members },
    ...(detail?.cause === undefined ? {} : { cause: detail.cause }),
  });
}
