import { functionArn, type Scope } from "../../base/index.ts";
import type { Json } from "../../store/index.ts";
import type { LambdaModel } from "../../wire/index.ts";
import { scopePrefix } from "../function-record.ts";
import type { EventSource } from "./event-source.ts";

/** An event source mapping, by `mappingKey`. Whoever polls finds out here what to poll. */
export const MAPPING_KIND = "event-source-mapping";

// Stored shapes are type aliases and not interfaces, since only aliases are assignable to Json.

export type SourceAccess<Type extends string = LambdaModel.SourceAccessType> = {
  readonly type: Type | null;
  readonly uri: string | null;
};

export type SchemaRegistry = {
  readonly uri: string | null;
  readonly format: "JSON" | "SOURCE" | null;
  readonly access: readonly SourceAccess<LambdaModel.KafkaSchemaRegistryAuthType>[];
  /** Parts of a record that are checked. */
  readonly validates: readonly LambdaModel.KafkaSchemaValidationAttribute[];
};

export type PollerLimits = {
  readonly min: number | null;
  readonly max: number | null;
  readonly group: string | null;
};

/** By a consumer group, in order, or by a share group. */
export type ConsumptionMode = "Stream" | "Queue";

/** How a source is read and what becomes of what fails; what a kind of source does not take has its default. */
export type MappingSettings = {
  readonly batchSize: number;
  readonly batchWindowMs: number;
  /** Patterns, any of which a record must match; none lets all pass. */
  readonly filters: readonly string[];
  /** The function names the records that failed (`ReportBatchItemFailures`). */
  readonly reportsItemFailures: boolean;
  readonly concurrencyMax: number | null;
  readonly pollers: PollerLimits | null;
  readonly parallelization: number;
  readonly bisectsOnError: boolean;
  /** -1 for as long as the source keeps them. */
  readonly recordAgeMaxS: number;
  /** -1 without end. */
  readonly retriesMax: number;
  readonly tumblingWindowS: number;
  readonly onFailureArn: string | null;
  readonly access: readonly SourceAccess[];
  readonly consumerGroup: string | null;
  /** How a Kafka that is known by its servers is read; cannot be changed. */
  readonly consumption: ConsumptionMode | null;
  readonly schemaRegistry: SchemaRegistry | null;
  readonly documents: {
    readonly database: string;
    readonly collection: string | null;
    readonly full: "UpdateLookup" | "Default";
  } | null;
  readonly metrics: readonly LambdaModel.EventSourceMappingMetric[];
  readonly systemLogLevel: LambdaModel.EventSourceMappingSystemLogLevel | null;
  readonly kmsKeyArn: string | null;
};

export type StartingPoint = {
  readonly position: "TRIM_HORIZON" | "LATEST" | "AT_TIMESTAMP";
  readonly timestampMs: number | null;
};

export type MappingRecord = {
  readonly form: 1;
  readonly accountId: string;
  readonly region: string;
  readonly uuid: string;
  readonly source: EventSource;
  readonly start: StartingPoint | null;
  /** Of Kafka. */
  readonly topic: string | null;
  /** Of a broker. */
  readonly queue: string | null;
  readonly functionName: string;
  readonly qualifier: string | null;
  /** Whether it is meant to be polled. */
  readonly enabled: boolean;
  readonly settings: MappingSettings;
  readonly tags: { readonly [key: string]: string };
  readonly lastModifiedMs: number;
};

export function mappingKey(scope: Scope, uuid: string): string {
  return scopePrefix(scope) + uuid;
}

export function mappingArn({ accountId, region, uuid }: MappingRecord): string {
  return `arn:aws:lambda:${region}:${accountId}:event-source-mapping:${uuid}`;
}

/** Of the function, with the qualifier that the mapping was given. */
export function mappedFunctionArn({ accountId, region, functionName, qualifier }: MappingRecord): string {
  return functionArn({ accountId, region }, functionName, qualifier ?? undefined);
}

/** Reads a stored record. Throws when it was written by a Hearth whose form of record this one does not know. */
export function readMappingRecord(key: string, value: Json): MappingRecord {
  if (isMappingRecord(value)) return value;
  throw new Error(
    `the event source mapping ${key} was written by another version of Hearth; start that version instead`,
  );
}

function isMappingRecord(value: unknown): value is MappingRecord {
  return typeof value === "object" && value !== null && "form" in value && value.form === 1 && "source" in value;
}
