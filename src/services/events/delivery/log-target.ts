import { type Scope, TargetError } from "../../../base/index.ts";
import { LogBacklogFull, type LogStore, type NewLogEvent, StoreFullError } from "../../../store/index.ts";

/** What of a log store a log group as a target needs. */
export type LogTargetStore = Pick<LogStore, "group" | "append">;

export interface LogDelivery {
  /** Where the rule is. */
  readonly scope: Scope;
  /** Of the log group. */
  readonly arn: string;
  readonly input: string;
  /** Each event has a log stream of its own, which is named for it. */
  readonly eventId: string;
  readonly ingestedAtMs: number;
  readonly nowMs: number;
}

const GROUP_ARN = /^arn:[\w-]+:logs:([\w-]+):(\d{12}):log-group:([^:]+)(?::\*)?$/;

/** Writes an event to a log group of the account, which must be there. Throws `TargetError`. */
export async function writeToLogGroup(logs: LogTargetStore, delivery: LogDelivery): Promise<void> {
  const { scope, arn, input, eventId, ingestedAtMs, nowMs } = delivery;
  const [, region, accountId, group] = GROUP_ARN.exec(arn) ?? [];
  if (region === undefined || accountId === undefined || group === undefined)
    throw refusal("InvalidParameter", `${arn} is not the ARN of a log group`);
  if (accountId !== scope.accountId) throw refusal("AccessDenied", `${arn} is of another account`);
  const groupScope = { accountId, region };
  if ((await logs.group(groupScope, group)) === undefined)
    throw refusal("ResourceNotFoundException", "The specified log group does not exist.");
  const events = [logEvent(input, ingestedAtMs)];
  try {
    await logs.append([{ scope: groupScope, group, stream: eventId, events }], nowMs);
  } catch (error) {
    if (!(error instanceof LogBacklogFull || error instanceof StoreFullError)) throw error;
    throw new TargetError("ThrottlingException", error.message, { retryable: true, cause: error });
  }
}

/**
 * A template may give `{"timestamp": ..., "message": ...}` (Amazon EventBridge user guide, "Input transformation"); all else
 * is the message as it is.
 */
function logEvent(input: string, ingestedAtMs: number): NewLogEvent {
  const value = parsed(input);
  if (typeof value !== "object" || value === null || !("timestamp" in value) || !("message" in value))
    return { timestampMs: ingestedAtMs, message: input };
  const { timestamp, message } = value;
  if (typeof message !== "string" || Object.keys(value).length > 2)
    return { timestampMs: ingestedAtMs, message: input };
  const timestampMs = typeof timestamp === "number" ? timestamp : Date.parse(String(timestamp));
  return { timestampMs: Number.isFinite(timestampMs) ? timestampMs : ingestedAtMs, message };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It is text, then.
    return undefined;
  }
}

function refusal(code: string, message: string): TargetError {
  return new TargetError(code, message, { retryable: false });
}
