import { AwsError, fillMessage, type MessageValues } from "../../wire/index.ts";
import { SNS_MESSAGES, type SnsErrorName } from "./error-catalogue.ts";

/** Makes the error of this name with the message filled in. Status and query code are the model's. */
export function snsError<Name extends SnsErrorName>(
  name: Name,
  ...[values, cause]: MessageValues<(typeof SNS_MESSAGES)[Name][1]>
): AwsError {
  const [code, message] = SNS_MESSAGES[name];
  return new AwsError(code, fillMessage(message, values), { cause });
}
