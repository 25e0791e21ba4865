import { AwsError, fillMessage, type MessageValues } from "../../wire/index.ts";
import { SCHEDULER_MESSAGES, type SchedulerErrorName } from "./error-catalogue.ts";

/** Makes the error of this name, with the message filled in. */
export function schedulerError<Name extends SchedulerErrorName>(
  name: Name,
  ...[values, cause]: MessageValues<(typeof SCHEDULER_MESSAGES)[Name][1]>
): AwsError {
  const [code, message] = SCHEDULER_MESSAGES[name];
  return new AwsError(code, fillMessage(message, values), { cause });
}
