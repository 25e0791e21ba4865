import { AwsError } from "../../wire/index.ts";
import { EVENTS_MESSAGES, type EventsErrorName } from "./error-catalogue.ts";

/** The `{names}` in a message. */
type Parameters<Message extends string> = Message extends `${string}{${infer Name}}${infer Tail}`
  ? Name | Parameters<Tail>
  : never;

type ParametersOf<Name extends EventsErrorName> = Parameters<(typeof EVENTS_MESSAGES)[Name][1]>;

/** Values for the message, where it has parameters. */
type Rest<Name extends EventsErrorName> = [ParametersOf<Name>] extends [never]
  ? [values?: undefined, cause?: unknown]
  : [values: Readonly<Record<ParametersOf<Name>, string>>, cause?: unknown];

/** Makes the error of this name, with the message filled in. */
export function eventsError<Name extends EventsErrorName>(name: Name, ...[values, cause]: Rest<Name>): AwsError {
  const [code, message] = EVENTS_MESSAGES[name];
  const given: Readonly<Record<string, string>> = values ?? {};
  const text = message.replace(/\{(\w+)\}/g, (whole, parameter: string) => given[parameter] ?? whole);
  return new AwsError(code, text, { cause });
}
