import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import { type EventSource, sourceOfArn } from "../event-sources/event-source.ts";
import { mappingOutput } from "../event-sources/mapping-output.ts";
import type { MappingRecord } from "../event-sources/mapping-record.ts";
import { applySettings, defaultSettings } from "../event-sources/mapping-settings.ts";
import { createMapping, mappedFunction } from "../event-sources/mappings.ts";
import { checkSettings } from "../event-sources/settings-check.ts";
import { consumptionMode, refuseForeignMembers, requireMembers } from "../event-sources/source-members.ts";
import { startingPoint } from "../event-sources/starting-point.ts";
import { checkTags } from "../tags.ts";

type Input = LambdaModel.CreateEventSourceMappingRequest;

/**
 * `CreateEventSourceMapping`. Whether the source exists is not looked at. The checks are in the order in which the
 * service was seen to make them: members that must be there, where to start, members that must not.
 */
export function createEventSourceMapping(plane: ControlPlane): LambdaHandler<"CreateEventSourceMapping"> {
  return async (input, context) => {
    const record = await newRecord(plane, input, context);
    await createMapping(plane, record);
    return mappingOutput(record, "Creating");
  };
}

async function newRecord(plane: ControlPlane, input: Input, context: OperationContext): Promise<MappingRecord> {
  if (input.DestinationConfig?.OnSuccess !== undefined) throw lambdaError("unsupported-destination");
  const source = sourceOf(input);
  const { kind } = source;
  requireMembers(kind, input);
  const uuid = plane.random.uuid();
  const mode = kind === "self-managed-kafka" ? consumptionMode(input) : null;
  const settings = applySettings(defaultSettings(kind, uuid, mode), input);
  const nowMs = plane.clock.nowMs();
  const start = mode === "Queue" ? null : startingPoint(source, input, nowMs);
  refuseForeignMembers(kind, input, settings);
  checkSettings(kind, settings);
  const tags = input.Tags ?? {};
  checkTags(tags);
  const action = "lambda:CreateEventSourceMapping";
  return {
    form: 1,
    ...context.scope,
    uuid,
    source,
    start,
    topic: input.Topics?.[0] ?? null,
    queue: input.Queues?.[0] ?? null,
    ...(await mappedFunction(plane, input.FunctionName, kind, context, action)),
    enabled: input.Enabled ?? true,
    settings,
    tags,
    lastModifiedMs: nowMs,
  };
}

/** Throws `AwsError` when the request names nothing that can be read. */
function sourceOf({ EventSourceArn: arn, SelfManagedEventSource: own }: Input): EventSource {
  const servers = own?.Endpoints?.["KAFKA_BOOTSTRAP_SERVERS"];
  if (arn === undefined && servers !== undefined) return { kind: "self-managed-kafka", servers };
  const source = arn === undefined ? undefined : sourceOfArn(arn);
  if (source === undefined) throw lambdaError("unrecognized-source");
  return source;
}
