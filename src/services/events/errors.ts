import { AwsError, fillMessage, type MessageValues } from "../../wire/index.ts";
import { EVENTS_MESSAGES, type EventsErrorName } from "./error-catalogue.ts";

/** Makes the error of this name, with the message filled in. */
export function eventsError<Name extends EventsErrorName>(
  name: Name,
  ...[values, cause]: MessageValues<(typeof EVENTS_MESSAGES)[Name][1]>
): AwsError {
  const [code, message] = EVENTS_MESSAGES[name];
  return new AwsError(code, fillMessage(message, values), { cause });
}
