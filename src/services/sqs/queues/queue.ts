import type { Scope } from "../../../base/index.ts";
import type { Json } from "../../../store/index.ts";
import type { RedrivePolicy } from "../redrive/redrive-policy.ts";
import { readRedrivePolicy } from "../redrive/redrive-policy.ts";

/** What is remembered of a queue. */
export interface QueueRecord {
  readonly createdMs: number;
  readonly modifiedMs: number;
  /** Every attribute that can be set, as text. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** A queue as operations use it. */
export interface Queue {
  /** `account/region/name`: its name in the stores. */
  readonly key: string;
  readonly scope: Scope;
  readonly name: string;
  readonly arn: string;
  readonly record: QueueRecord;
  /** Of the stored record, for writes that expect it. */
  readonly version: number;
  readonly fifo: boolean;
  readonly visibilityTimeoutMs: number;
  readonly delayMs: number;
  readonly waitMs: number;
  readonly messageBytesMax: number;
  readonly contentBasedDeduplication: boolean;
  /** Duplicates are told within the message group instead of the queue. */
  readonly deduplicationByGroup: boolean;
  readonly redrivePolicy: RedrivePolicy | undefined;
}

const SECOND_MS = 1_000;

export function queueKey({ accountId, region }: Scope, name: string): string {
  return `${accountId}/${region}/${name}`;
}

export function queueArn({ accountId, region }: Scope, name: string): string {
  return `arn:aws:sqs:${region}:${accountId}:${name}`;
}

/** Scope and name that an ARN of a queue says; undefined when it is none. */
export function readQueueArn(arn: string): { readonly scope: Scope; readonly name: string } | undefined {
  const match = /^arn:aws:sqs:([a-z0-9-]+):(\d{12}):([\w-]{1,80}|[\w-]{1,75}\.fifo)$/.exec(arn);
  const [, region, accountId, name] = match ?? [];
  if (region === undefined || accountId === undefined || name === undefined) return undefined;
  return { scope: { accountId, region }, name };
}

/** Works out once what operations need of the attributes. */
export function queueOf(scope: Scope, name: string, record: QueueRecord, version: number): Queue {
  const { attributes } = record;
  const number = (attribute: string): number => Number(attributes[attribute] ?? 0);
  return {
    key: queueKey(scope, name),
    scope,
    name,
    arn: queueArn(scope, name),
    record,
    version,
    fifo: name.endsWith(".fifo"),
    visibilityTimeoutMs: number("VisibilityTimeout") * SECOND_MS,
    delayMs: number("DelaySeconds") * SECOND_MS,
    waitMs: number("ReceiveMessageWaitTimeSeconds") * SECOND_MS,
    messageBytesMax: number("MaximumMessageSize"),
    contentBasedDeduplication: attributes["ContentBasedDeduplication"] === "true",
    deduplicationByGroup: attributes["DeduplicationScope"] === "messageGroup",
    redrivePolicy: readRedrivePolicy(attributes["RedrivePolicy"]),
  };
}

export function retentionMsOf(record: QueueRecord): number {
  return Number(record.attributes["MessageRetentionPeriod"]) * SECOND_MS;
}

/** The stored form. */
export function recordJson(record: QueueRecord): Json {
  return { ...record };
}

/** Takes a stored record for what it is: nobody else writes records of this kind. */
export function recordOf(value: Json): QueueRecord {
  return value as unknown as QueueRecord;
}
