import { AwsError } from "../../wire/index.ts";
import { SNS_MESSAGES, type SnsErrorName } from "./error-catalogue.ts";

/** The `{names}` in a message. */
type Parameters<Message extends string> = Message extends `${string}{${infer Name}}${infer Tail}`
  ? Name | Parameters<Tail>
  : never;

type ParametersOf<Name extends SnsErrorName> = Parameters<(typeof SNS_MESSAGES)[Name][1]>;

/** Values for the message, where it has parameters. */
type Rest<Name extends SnsErrorName> = [ParametersOf<Name>] extends [never]
  ? [values?: undefined, cause?: unknown]
  : [values: Readonly<Record<ParametersOf<Name>, string | number>>, cause?: unknown];

/** Makes the error of this name with the message filled in. Status and query code are the model's. */
export function snsError<Name extends SnsErrorName>(name: Name, ...[values, cause]: Rest<Name>): AwsError {
  const [code, text]: readonly [string, string, ...unknown[]] = SNS_MESSAGES[name];
  const given: Readonly<Record<string, string | number>> = values ?? {};
  const message = text.replace(/\{(\w+)\}/g, (whole, parameter: string) => String(given[parameter] ?? whole));
  return new AwsError(code, message, cause === undefined ? {} : { cause });
}
