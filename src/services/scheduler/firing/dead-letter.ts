import type { OutgoingMessage } from "../../../base/index.ts";
import { type Attempt, executionId, inputOf } from "./delivery.ts";
import { isoSeconds } from "./input-context.ts";
import type { FiringState } from "./scheduler-work.ts";

/** The largest message of a queue with its default settings. */
const MESSAGE_BYTES_MAX = 262_144;
const ERROR_MESSAGE_CHARS_MAX = 1_024;

/**
 * The message of a firing that is given up: what was to be delivered, and why it was not. Source: "Configuring a schedule's
 * dead-letter queue in EventBridge Scheduler", "Retrieve the dead-letter event".
 */
export function deadLetter(attempt: Attempt, state: FiringState): OutgoingMessage {
  const values: Readonly<Record<string, string>> = {
    ERROR_CODE: state.errorCode,
    ERROR_MESSAGE: state.errorMessage.slice(0, ERROR_MESSAGE_CHARS_MAX),
    EXECUTION_ID: executionId(attempt),
    ...(state.exhausted === null ? {} : { EXHAUSTED_RETRY_CONDITION: state.exhausted }),
    RETRY_ATTEMPTS: String(Math.max(0, state.attempts - 1)),
    SCHEDULED_TIME: isoSeconds(attempt.dueMs),
    SCHEDULE_ARN: attempt.scheduleArn,
    TARGET_ARN: attempt.target.Arn,
  };
  const entries = Object.entries({ ...values, IS_PAYLOAD_TRUNCATED: "false" });
  const attributeBytes = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(`${name}String${value}`), 0);
  const body = Buffer.from(inputOf(attempt));
  const room = MESSAGE_BYTES_MAX - attributeBytes;
  const isTruncated = body.length > room;
  const truncated = { ...values, IS_PAYLOAD_TRUNCATED: String(isTruncated) };
  return {
    body: isTruncated ? wholeCharacters(body.subarray(0, room)) : body.toString(),
    attributes: Object.fromEntries(
      Object.entries(truncated).map(([name, stringValue]) => [name, { dataType: "String", stringValue }]),
    ),
  };
}

/** Without a character that was cut in two. */
function wholeCharacters(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes, { stream: true });
}
