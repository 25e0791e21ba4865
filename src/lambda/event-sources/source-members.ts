import type { LambdaModel } from "../../wire/index.ts";
import { lambdaError } from "../errors.ts";
import { isKafka, isQueue, type SourceKind } from "./event-source.ts";
import type { ConsumptionMode, MappingSettings } from "./mapping-record.ts";

type Member = keyof LambdaModel.CreateEventSourceMappingRequest;

/** What a request says of a mapping; Update has fewer members, which are all of Create. */
export type MappingInput = Omit<LambdaModel.CreateEventSourceMappingRequest, "FunctionName" | "EventSourceArn">;

const QUEUES: readonly SourceKind[] = ["sqs", "sqs-fifo"];
const STREAMS: readonly SourceKind[] = ["kinesis", "dynamodb"];
const KAFKAS: readonly SourceKind[] = ["kafka", "self-managed-kafka"];

/** Which kinds take a member (CreateEventSourceMapping, AWS Lambda API reference); all others do. */
const TAKEN_BY: ReadonlyMap<Member, readonly SourceKind[]> = new Map<Member, readonly SourceKind[]>([
  ["FilterCriteria", [...QUEUES, ...STREAMS, ...KAFKAS, "mq"]],
  ["KMSKeyArn", [...QUEUES, ...STREAMS, ...KAFKAS, "mq"]],
  ["MetricsConfig", [...QUEUES, ...STREAMS, ...KAFKAS]],
  ["FunctionResponseTypes", [...QUEUES, ...STREAMS, ...KAFKAS]],
  ["ScalingConfig", QUEUES],
  ["ProvisionedPollerConfig", [...QUEUES, ...KAFKAS]],
  ["DestinationConfig", [...STREAMS, ...KAFKAS]],
  ["BisectBatchOnFunctionError", [...STREAMS, ...KAFKAS]],
  ["MaximumRecordAgeInSeconds", [...STREAMS, ...KAFKAS]],
  ["MaximumRetryAttempts", [...STREAMS, ...KAFKAS]],
  ["ParallelizationFactor", STREAMS],
  ["TumblingWindowInSeconds", STREAMS],
  ["StartingPosition", [...STREAMS, ...KAFKAS, "documentdb"]],
  ["StartingPositionTimestamp", [...STREAMS, ...KAFKAS, "documentdb"]],
  ["Topics", KAFKAS],
  ["Queues", ["mq"]],
  ["SourceAccessConfigurations", [...KAFKAS, "mq", "documentdb"]],
  ["LoggingConfig", KAFKAS],
  ["SelfManagedEventSource", ["self-managed-kafka"]],
  ["AmazonManagedKafkaEventSourceConfig", ["kafka"]],
  ["SelfManagedKafkaEventSourceConfig", ["self-managed-kafka"]],
  ["DocumentDBEventSourceConfig", ["documentdb"]],
]);

/** Members that Kafka takes only when its pollers are provisioned. */
const PROVISIONED_KAFKA: readonly Member[] = [
  "FunctionResponseTypes",
  "BisectBatchOnFunctionError",
  "MaximumRecordAgeInSeconds",
  "MaximumRetryAttempts",
];

/** Members that Kafka does not take when a share group reads it. */
const NOT_OF_SHARE_GROUPS: readonly Member[] = [
  "StartingPosition",
  "StartingPositionTimestamp",
  "MaximumBatchingWindowInSeconds",
];

/** Throws `AwsError` for what this kind of source cannot do without. */
export function requireMembers(kind: SourceKind, input: MappingInput): void {
  if (isKafka(kind)) require(input, "Topics");
  if (kind === "self-managed-kafka") require(input, "SourceAccessConfigurations");
  if (kind === "mq") {
    require(input, "Queues");
    require(input, "SourceAccessConfigurations");
  }
  if (kind === "documentdb") requireDocumentDb(input);
}

function require(input: MappingInput, member: keyof MappingInput): void {
  if (input[member] === undefined) throw lambdaError("missing-parameter", { member: messageName(member) });
}

/** Names all that is wrong at once, and what belongs to it, as was recorded of the service. */
function requireDocumentDb(input: MappingInput): void {
  const { DocumentDBEventSourceConfig: documents, SourceAccessConfigurations: access } = input;
  const members: string[] = [];
  if (documents === undefined) members.push("documentDBEventSourceConfig");
  if (documents?.DatabaseName === undefined) members.push("databaseName");
  if (access === undefined) members.push("sourceAccessConfigurations", "sourceAccessConfigurations");
  if (members.length > 0) throw lambdaError("invalid-parameters", { members: members.join(", ") });
}

/**
 * Throws `AwsError` for a member that this kind of source does not take. One that asks for nothing passes.
 *
 * @param settings as they will be
 */
export function refuseForeignMembers(kind: SourceKind, input: MappingInput, settings: MappingSettings): void {
  if (input.DestinationConfig?.OnSuccess !== undefined) throw lambdaError("unsupported-destination");
  const foreign = [...TAKEN_BY]
    .filter(([member, kinds]) => !kinds.includes(kind) && asksForSomething(input, member))
    .map(([member]) => member);
  const { pollers, consumption } = settings;
  if (isKafka(kind) && pollers === null)
    foreign.push(...PROVISIONED_KAFKA.filter((member) => asksForSomething(input, member)));
  if (consumption === "Queue") foreign.push(...NOT_OF_SHARE_GROUPS.filter((member) => asksForSomething(input, member)));
  if (kind === "documentdb" && foreign.length > 0)
    throw lambdaError("invalid-parameters", { members: foreign.map(messageName).join(", ") });
  const [first] = foreign;
  if (first !== undefined) throw foreignMember(kind, first);
}

/** How the request wants Kafka read; null when it does not say. Throws `AwsError` when there is no such way. */
export function consumptionMode({ SelfManagedKafkaEventSourceConfig: config }: MappingInput): ConsumptionMode | null {
  const mode = config?.ConsumptionMode;
  if (mode === undefined) return null;
  if (mode !== "Stream" && mode !== "Queue") throw lambdaError("bad-consumption-mode", { mode });
  return mode;
}

/** Throws `AwsError` when the request would change what a mapping has from its creation to its end. */
export function keepFixedMembers(input: MappingInput, { consumption, consumerGroup }: MappingSettings): void {
  const mode = consumptionMode(input);
  if (mode !== null && mode !== (consumption ?? "Stream"))
    throw lambdaError("fixed-at-creation", { member: "ConsumptionMode" });
  const config = input.AmazonManagedKafkaEventSourceConfig ?? input.SelfManagedKafkaEventSourceConfig;
  const group = config?.ConsumerGroupId;
  if (group !== undefined && group !== consumerGroup)
    throw lambdaError("fixed-at-creation", { member: "ConsumerGroupId" });
}

function foreignMember(kind: SourceKind, member: Member): ReturnType<typeof lambdaError> {
  if (isQueue(kind) && member.startsWith("StartingPosition")) return lambdaError("position-on-queue");
  if (member === "DestinationConfig") return lambdaError("unsupported-destination");
  return lambdaError("unsupported-parameter", { member: messageName(member) });
}

function asksForSomething(input: MappingInput, member: Member): boolean {
  const value: unknown = Object.entries(input).find(([name]) => name === member)?.[1];
  if (value === undefined || value === null || value === false || value === "") return false;
  return typeof value !== "object" || value instanceof Date || Object.keys(value).length > 0;
}

function messageName(member: string): string {
  return member.charAt(0).toLowerCase() + member.slice(1);
}
