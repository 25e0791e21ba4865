import type { LambdaModel } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import { type EventSource, isQueue, isStream } from "./event-source.ts";
import type { StartingPoint } from "./mapping-record.ts";

type Input = Pick<LambdaModel.CreateEventSourceMappingRequest, "StartingPosition" | "StartingPositionTimestamp">;

/** Where reading begins; null for what has no position. Throws `AwsError`. */
export function startingPoint(source: EventSource, input: Input, nowMs: number): StartingPoint | null {
  if (isQueue(source.kind) || source.kind === "mq") return null;
  const { StartingPosition: position, StartingPositionTimestamp: timestamp } = input;
  if (position === undefined) throw lambdaError("no-starting-position");
  const timestampMs = timestamp?.getTime() ?? null;
  const atTime = position === "AT_TIMESTAMP";
  if (isStream(source.kind) && !atTime && timestampMs !== null) throw lambdaError("timestamp-without-position");
  if (source.kind === "dynamodb" && atTime) throw lambdaError("position-not-for-source", { arn: source.arn });
  if (atTime && timestampMs === null) throw lambdaError("position-without-timestamp");
  if (timestampMs !== null && timestampMs < 0) throw lambdaError("timestamp-before-1970");
  if (timestampMs !== null && timestampMs > nowMs) throw lambdaError("timestamp-in-future");
  return { position, timestampMs: atTime ? timestampMs : null };
}
