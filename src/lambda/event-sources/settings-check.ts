import { lambdaError } from "../errors.ts";
import { isKafka, isQueue, isStream, type SourceKind } from "./event-source.ts";
import { isFilterPattern } from "./filter-pattern.ts";
import type { MappingSettings } from "./mapping-record.ts";

const FILTERS_MAX = 5;
const RECORD_AGE_MIN_S = 60;
/** Of a queue, without waiting for more. */
const INSTANT_BATCH_MAX = 10;
/** Sources of which a batch must be done within 14 minutes (AWS Lambda developer guide). */
const TIMEOUT_MAX_S = 840;

/** Checks what the model cannot, as the settings will be. Throws `AwsError`. */
export function checkSettings(kind: SourceKind, settings: MappingSettings): void {
  checkBatches(kind, settings);
  checkPollers(kind, settings);
  const { recordAgeMaxS, filters, onFailureArn, pollers } = settings;
  if (recordAgeMaxS >= 0 && recordAgeMaxS < RECORD_AGE_MIN_S) throw lambdaError("bad-record-age");
  if (filters.length > FILTERS_MAX) throw lambdaError("too-many-filters");
  if (!filters.every(isFilterPattern)) throw lambdaError("bad-filter");
  const isTopic = isKafka(kind) && pollers !== null;
  if (onFailureArn !== null && !takesFailures(onFailureArn, isTopic))
    throw lambdaError("bad-destinations", { onSuccess: "null", onFailure: `OnFailure(destination=${onFailureArn})` });
}

function checkBatches(kind: SourceKind, { batchSize, batchWindowMs }: MappingSettings): void {
  if (kind === "sqs-fifo" && batchWindowMs > 0) throw lambdaError("window-on-fifo");
  if (!isQueue(kind) || batchSize <= INSTANT_BATCH_MAX || batchWindowMs > 0) return;
  throw lambdaError(kind === "sqs-fifo" ? "batch-on-fifo" : "batch-without-window");
}

function checkPollers(kind: SourceKind, { pollers, concurrencyMax }: MappingSettings): void {
  if (pollers === null) return;
  if (isQueue(kind) && pollers.group !== null)
    throw lambdaError("unsupported-parameter", { member: "pollerGroupName" });
  if (concurrencyMax !== null) throw lambdaError("pollers-and-concurrency");
  const [least, most] = isQueue(kind) ? [2, 10_000] : [1, 2_000];
  const { min, max } = { min: pollers.min ?? least, max: pollers.max ?? Math.max(200, pollers.min ?? least) };
  if (min < least || max < min || max > most) throw lambdaError("bad-pollers", { least, most });
}

/** Standard queues and topics, buckets, and for provisioned Kafka a topic beside the one that is read. */
function takesFailures(destination: string, isTopic: boolean): boolean {
  if (destination.startsWith("kafka://")) return isTopic;
  return /^arn:[^:]+:(?:sqs|sns|s3):/.test(destination) && !destination.endsWith(".fifo");
}

/** Throws `AwsError` when a function may run longer than this kind of source allows. */
export function checkFunctionTimeout(kind: SourceKind, timeoutS: number): void {
  if (isQueue(kind) || isStream(kind) || timeoutS <= TIMEOUT_MAX_S) return;
  throw lambdaError("timeout-too-long-for-source", { timeout: timeoutS });
}
