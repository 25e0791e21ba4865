import type { RecordedDrop } from "./async-facts.ts";
import type { LastAnswer } from "./event-state.ts";

/** What the record of an asynchronous invocation tells. */
export interface Recorded {
  readonly requestId: string;
  /** With qualifier. */
  readonly functionArn: string;
  readonly condition: "Success" | RecordedDrop;
  readonly attempts: number;
  readonly nowMs: number;
  /** JSON. */
  readonly event: Uint8Array;
  readonly answer: LastAnswer | undefined;
}

/**
 * The record of an asynchronous invocation that a destination gets (AWS Lambda developer guide, "Capturing records of Lambda
 * asynchronous invocations"). The payloads are put in as they came, so that no number and no spelling changes.
 */
export function invocationRecord(recorded: Recorded, withPayloads = true): string {
  const { requestId, functionArn, condition, attempts, nowMs, event, answer } = recorded;
  const head = {
    version: "1.0",
    timestamp: new Date(nowMs).toISOString(),
    requestContext: { requestId, functionArn, condition, approximateInvokeCount: attempts },
  };
  const members = [JSON.stringify(head).slice(1, -1)];
  if (withPayloads) members.push(`"requestPayload":${Buffer.from(event).toString("utf8")}`);
  if (answer !== undefined) members.push(`"responseContext":${JSON.stringify(responseContext(answer))}`);
  if (withPayloads && answer !== undefined && answer.payload !== null)
    members.push(`"responsePayload":${jsonText(answer.payload)}`);
  return `{${members.join(",")}}`;
}

function responseContext({ statusCode, executedVersion, functionError }: LastAnswer): object {
  return { statusCode, executedVersion, ...(functionError === null ? {} : { functionError }) };
}

/** A runtime may answer with anything; what is no JSON becomes a string of it. */
function jsonText(payload: string): string {
  try {
    JSON.parse(payload);
    return payload;
  } catch {
    return JSON.stringify(payload);
  }
}

const ERROR_MESSAGE_BYTES_MAX = 1_024;

/** The attributes that tell of a dead letter what became of it (AWS Lambda developer guide, "Adding a dead-letter queue"). */
export interface DeadLetterReason {
  /** HTTP status. */
  readonly errorCode: number;
  /** Its first kilobyte. */
  readonly errorMessage: string;
}

export function deadLetterReason(answer: LastAnswer | undefined): DeadLetterReason {
  if (answer === undefined) return { errorCode: 500, errorMessage: "The event was not processed." };
  return { errorCode: answer.statusCode, errorMessage: firstBytes(messageOf(answer.payload ?? "")) };
}

function messageOf(payload: string): string {
  try {
    const parsed: unknown = JSON.parse(payload);
    if (typeof parsed === "object" && parsed !== null && "errorMessage" in parsed) return String(parsed.errorMessage);
  } catch {
    // No JSON: all of it is the message.
  }
  return payload;
}

/** SQS and SNS take no empty attribute. */
function firstBytes(text: string): string {
  if (text === "") return "Unknown";
  // A character that is cut in two is left out.
  return new TextDecoder().decode(Buffer.from(text).subarray(0, ERROR_MESSAGE_BYTES_MAX)).replace(/\uFFFD+$/, "");
}
