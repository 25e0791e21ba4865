import type { LambdaModel } from "../../wire/index.ts";
import { isKafka, isQueue, isStream, type SourceKind } from "./event-source.ts";
import type { ConsumptionMode, MappingSettings, SchemaRegistry, SourceAccess } from "./mapping-record.ts";
import type { MappingInput } from "./source-members.ts";

/** Sources that wait this long unless they are told a whole number of seconds. */
const DEFAULT_WINDOW_MS = 500;

/** What a mapping has unless the request says otherwise (CreateEventSourceMapping, AWS Lambda API reference). */
export function defaultSettings(kind: SourceKind, uuid: string, consumption: ConsumptionMode | null): MappingSettings {
  return {
    batchSize: isQueue(kind) ? 10 : 100,
    batchWindowMs: isQueue(kind) || isStream(kind) ? 0 : DEFAULT_WINDOW_MS,
    filters: [],
    reportsItemFailures: false,
    concurrencyMax: null,
    pollers: null,
    parallelization: 1,
    bisectsOnError: false,
    recordAgeMaxS: -1,
    // The broker tries again what a share group gives back.
    retriesMax: consumption === "Queue" ? 0 : -1,
    tumblingWindowS: 0,
    onFailureArn: null,
    access: [],
    consumerGroup: isKafka(kind) ? uuid : null,
    consumption,
    schemaRegistry: null,
    documents: null,
    metrics: [],
    systemLogLevel: null,
    kmsKeyArn: null,
  };
}

/** The settings with what the request gives in their place; what is given empty goes. */
export function applySettings(base: MappingSettings, input: MappingInput): MappingSettings {
  return {
    ...base,
    ...batchSettings(base, input),
    ...retrySettings(base, input),
    ...sourceSettings(base, input),
    concurrencyMax:
      input.ScalingConfig === undefined ? base.concurrencyMax : (input.ScalingConfig.MaximumConcurrency ?? null),
    pollers: pollersOf(input.ProvisionedPollerConfig, base.pollers),
    metrics: input.MetricsConfig === undefined ? base.metrics : (input.MetricsConfig.Metrics ?? []),
    systemLogLevel:
      input.LoggingConfig === undefined ? base.systemLogLevel : (input.LoggingConfig.SystemLogLevel ?? null),
    kmsKeyArn: (input.KMSKeyArn ?? base.kmsKeyArn) || null,
  };
}

function batchSettings(base: MappingSettings, input: MappingInput): Partial<MappingSettings> {
  const { MaximumBatchingWindowInSeconds: windowS, FilterCriteria, FunctionResponseTypes } = input;
  return {
    batchSize: input.BatchSize ?? base.batchSize,
    batchWindowMs: windowS === undefined ? base.batchWindowMs : windowS * 1_000,
    filters:
      FilterCriteria === undefined ? base.filters : (FilterCriteria.Filters ?? []).map(({ Pattern }) => Pattern ?? ""),
    reportsItemFailures:
      FunctionResponseTypes === undefined ? base.reportsItemFailures : FunctionResponseTypes.length > 0,
  };
}

function retrySettings(base: MappingSettings, input: MappingInput): Partial<MappingSettings> {
  const { DestinationConfig } = input;
  return {
    parallelization: input.ParallelizationFactor ?? base.parallelization,
    bisectsOnError: input.BisectBatchOnFunctionError ?? base.bisectsOnError,
    recordAgeMaxS: input.MaximumRecordAgeInSeconds ?? base.recordAgeMaxS,
    retriesMax: input.MaximumRetryAttempts ?? base.retriesMax,
    tumblingWindowS: input.TumblingWindowInSeconds ?? base.tumblingWindowS,
    onFailureArn:
      DestinationConfig === undefined ? base.onFailureArn : DestinationConfig.OnFailure?.Destination || null,
  };
}

function sourceSettings(base: MappingSettings, input: MappingInput): Partial<MappingSettings> {
  const { SourceAccessConfigurations: access, DocumentDBEventSourceConfig: documents } = input;
  const kafka = input.AmazonManagedKafkaEventSourceConfig ?? input.SelfManagedKafkaEventSourceConfig;
  return {
    access: access === undefined ? base.access : accessOf(access),
    consumerGroup: kafka?.ConsumerGroupId ?? base.consumerGroup,
    schemaRegistry:
      kafka?.SchemaRegistryConfig === undefined ? base.schemaRegistry : registryOf(kafka.SchemaRegistryConfig),
    documents:
      documents === undefined
        ? base.documents
        : {
            database: documents.DatabaseName ?? base.documents?.database ?? "",
            collection: documents.CollectionName ?? base.documents?.collection ?? null,
            full: documents.FullDocument ?? base.documents?.full ?? "Default",
          },
  };
}

/** Nothing given ends the provisioning. */
function pollersOf(
  input: LambdaModel.ProvisionedPollerConfig | undefined,
  base: MappingSettings["pollers"],
): MappingSettings["pollers"] {
  if (input === undefined) return base;
  const { MinimumPollers: min, MaximumPollers: max, PollerGroupName: group } = input;
  if (min === undefined && max === undefined && group === undefined) return null;
  return {
    min: min ?? base?.min ?? null,
    max: max ?? base?.max ?? null,
    group: (group ?? base?.group ?? null) || null,
  };
}

interface Access<Type extends string> {
  readonly Type?: Type | undefined;
  readonly URI?: string | undefined;
}

function accessOf<Type extends string>(list: readonly Access<Type>[]): readonly SourceAccess<Type>[] {
  return list.map(({ Type, URI }) => ({ type: Type ?? null, uri: URI ?? null }));
}

/** Nothing given ends the use of the registry. */
function registryOf(input: LambdaModel.KafkaSchemaRegistryConfig): SchemaRegistry | null {
  if (Object.keys(input).length === 0) return null;
  return {
    uri: input.SchemaRegistryURI ?? null,
    format: input.EventRecordFormat ?? null,
    access: accessOf(input.AccessConfigs ?? []),
    validates: (input.SchemaValidationConfigs ?? []).flatMap(({ Attribute }) => Attribute ?? []),
  };
}
