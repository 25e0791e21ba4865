import { AwsError } from "../../wire/index.ts";
import { SCHEDULER_MESSAGES, type SchedulerErrorName } from "./error-catalogue.ts";

/** The `{names}` in a message. */
type Parameters<Message extends string> = Message extends `${string}{${infer Name}}${infer Tail}`
  ? Name | Parameters<Tail>
  : never;

type ParametersOf<Name extends SchedulerErrorName> = Parameters<(typeof SCHEDULER_MESSAGES)[Name][1]>;

/** Values for the message, where it has parameters. */
type Rest<Name extends SchedulerErrorName> = [ParametersOf<Name>] extends [never]
  ? [values?: undefined, cause?: unknown]
  : [values: Readonly<Record<ParametersOf<Name>, string>>, cause?: unknown];

/** Makes the error of this name, with the message filled in. */
export function schedulerError<Name extends SchedulerErrorName>(name: Name, ...[values, cause]: Rest<Name>): AwsError {
  const [code, message] = SCHEDULER_MESSAGES[name];
  const given: Readonly<Record<string, string>> = values ?? {};
  const text = message.replace(/\{(\w+)\}/g, (whole, parameter: string) => given[parameter] ?? whole);
  return new AwsError(code, text, cause === undefined ? {} : { cause });
}
