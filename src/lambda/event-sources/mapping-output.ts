import type { LambdaModel } from "../../wire/index.ts";
import { type EventSource, isKafka, isQueue, isStream } from "./event-source.ts";
import {
  mappedFunctionArn,
  mappingArn,
  type MappingRecord,
  type PollerLimits,
  type SchemaRegistry,
  type SourceAccess,
} from "./mapping-record.ts";
import { mappingState, type Transition } from "./mapping-state.ts";

type Output = LambdaModel.EventSourceMappingConfiguration;

/** A mapping as every operation answers it. */
export function mappingOutput(record: MappingRecord, transition?: Transition): Output {
  const { source, settings, lastModifiedMs } = record;
  const { state, reason } = mappingState(record, transition);
  const windowS = settings.batchWindowMs / 1_000;
  return {
    UUID: record.uuid,
    EventSourceMappingArn: mappingArn(record),
    FunctionArn: mappedFunctionArn(record),
    LastModified: new Date(lastModifiedMs),
    State: state,
    StateTransitionReason: reason,
    BatchSize: settings.batchSize,
    // Half a second, the default of some sources, cannot be said in whole seconds and is left out.
    ...(Number.isInteger(windowS) ? { MaximumBatchingWindowInSeconds: windowS } : {}),
    ...(isQueue(source.kind) ? {} : { LastProcessingResult: "No records processed" }),
    ...sourceMembers(source),
    ...startMembers(record),
    ...readingMembers(record),
    ...retryMembers(record),
    ...kafkaMembers(record),
    ...commonMembers(record),
  };
}

function sourceMembers(source: EventSource): Output {
  if (source.kind !== "self-managed-kafka") return { EventSourceArn: source.arn };
  return { SelfManagedEventSource: { Endpoints: { KAFKA_BOOTSTRAP_SERVERS: source.servers } } };
}

function startMembers({ start, topic, queue }: MappingRecord): Output {
  const timestamp =
    start === null || start.timestampMs === null ? {} : { StartingPositionTimestamp: new Date(start.timestampMs) };
  return {
    ...(start === null ? {} : { StartingPosition: start.position, ...timestamp }),
    ...(topic === null ? {} : { Topics: [topic] }),
    ...(queue === null ? {} : { Queues: [queue] }),
  };
}

function readingMembers({ source, settings }: MappingRecord): Output {
  const { reportsItemFailures, access, documents } = settings;
  const showsTypes = isQueue(source.kind) || isStream(source.kind) || reportsItemFailures;
  const types = reportsItemFailures ? (["ReportBatchItemFailures"] as const) : [];
  const collection = documents?.collection ?? null;
  return {
    ...(showsTypes ? { FunctionResponseTypes: types } : {}),
    ...(access.length === 0 ? {} : { SourceAccessConfigurations: access.map(accessOutput) }),
    ...(documents === null
      ? {}
      : {
          DocumentDBEventSourceConfig: {
            DatabaseName: documents.database,
            ...(collection === null ? {} : { CollectionName: collection }),
            FullDocument: documents.full,
          },
        }),
  };
}

/** Shown of streams, and of Kafka whose pollers are provisioned. */
function retryMembers({ source, settings }: MappingRecord): Output {
  const { onFailureArn } = settings;
  const destination = { DestinationConfig: { OnFailure: onFailureArn === null ? {} : { Destination: onFailureArn } } };
  const retries = {
    BisectBatchOnFunctionError: settings.bisectsOnError,
    MaximumRecordAgeInSeconds: settings.recordAgeMaxS,
    MaximumRetryAttempts: settings.retriesMax,
  };
  if (isStream(source.kind))
    return {
      ...destination,
      ...retries,
      ParallelizationFactor: settings.parallelization,
      TumblingWindowInSeconds: settings.tumblingWindowS,
    };
  if (!isKafka(source.kind)) return {};
  return { ...(onFailureArn === null ? {} : destination), ...(settings.pollers === null ? {} : retries) };
}

function kafkaMembers({ source, settings }: MappingRecord): Output {
  const { consumerGroup, schemaRegistry, consumption } = settings;
  if (consumerGroup === null) return {};
  const config = {
    ConsumerGroupId: consumerGroup,
    ...(schemaRegistry === null ? {} : { SchemaRegistryConfig: registryOutput(schemaRegistry) }),
  };
  return source.kind === "kafka"
    ? { AmazonManagedKafkaEventSourceConfig: config }
    : {
        SelfManagedKafkaEventSourceConfig: {
          ...config,
          ...(consumption === null ? {} : { ConsumptionMode: consumption }),
        },
      };
}

/** Members that are left out as long as they were never given. */
function commonMembers({ settings }: MappingRecord): Output {
  const { filters, concurrencyMax, pollers, metrics, systemLogLevel, kmsKeyArn } = settings;
  return {
    ...(filters.length === 0 ? {} : { FilterCriteria: { Filters: filters.map((Pattern) => ({ Pattern })) } }),
    ...(concurrencyMax === null ? {} : { ScalingConfig: { MaximumConcurrency: concurrencyMax } }),
    ...(pollers === null ? {} : { ProvisionedPollerConfig: pollersOutput(pollers) }),
    ...(metrics.length === 0 ? {} : { MetricsConfig: { Metrics: metrics } }),
    ...(systemLogLevel === null ? {} : { LoggingConfig: { SystemLogLevel: systemLogLevel } }),
    ...(kmsKeyArn === null ? {} : { KMSKeyArn: kmsKeyArn }),
  };
}

function pollersOutput({ min, max, group }: PollerLimits): LambdaModel.ProvisionedPollerConfig {
  return {
    ...(min === null ? {} : { MinimumPollers: min }),
    ...(max === null ? {} : { MaximumPollers: max }),
    ...(group === null ? {} : { PollerGroupName: group }),
  };
}

function accessOutput<Type extends string>({ type, uri }: SourceAccess<Type>): { Type?: Type; URI?: string } {
  return { ...(type === null ? {} : { Type: type }), ...(uri === null ? {} : { URI: uri }) };
}

function registryOutput({ uri, format, access, validates }: SchemaRegistry): LambdaModel.KafkaSchemaRegistryConfig {
  return {
    ...(uri === null ? {} : { SchemaRegistryURI: uri }),
    ...(format === null ? {} : { EventRecordFormat: format }),
    ...(access.length === 0 ? {} : { AccessConfigs: access.map(accessOutput) }),
    ...(validates.length === 0 ? {} : { SchemaValidationConfigs: validates.map((Attribute) => ({ Attribute })) }),
  };
}
