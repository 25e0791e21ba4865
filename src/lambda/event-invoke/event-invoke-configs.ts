import { functionArn } from "../../base/index.ts";
import type { LambdaModel, OperationContext } from "../../wire/index.ts";
import { belongingKey } from "../belongings.ts";
import type { ControlPlane } from "../control-plane.ts";
import { lambdaError } from "../errors.ts";
import type { FunctionEntry } from "../function-entry.ts";
import { findTarget } from "../function-lookup.ts";
import { LATEST, resolveFunctionName } from "../function-name.ts";
import { functionKey, recordScope } from "../function-record.ts";
import { changeFunction } from "../function-update.ts";
import { checkDestinations } from "./destinations.ts";
import { EVENT_INVOKE_KIND, type EventInvokeRecord, readEventInvokeRecord } from "./event-invoke-record.ts";

type Input = LambdaModel.PutFunctionEventInvokeConfigRequest;

interface Wanted {
  readonly FunctionName: string;
  readonly Qualifier?: string | undefined;
}

/** The qualifier of a function that a request names, whether or not any of them exists. */
export interface EventInvokeOwner {
  readonly name: string;
  readonly qualifier: string;
  readonly functionKey: string;
  /** With the qualifier. */
  readonly arn: string;
}

export function eventInvokeOwner(
  { FunctionName, Qualifier }: Wanted,
  context: OperationContext,
  action: string,
): EventInvokeOwner {
  const { name, qualifier = LATEST } = resolveFunctionName(FunctionName, Qualifier, context, action);
  const arn = functionArn(context.scope, name, qualifier);
  return { name, qualifier, functionKey: functionKey(context.scope, name), arn };
}

/** Throws `AwsError`: 404, in the same words whether the config, the qualifier or the function is missing. */
export async function findEventInvokeConfig(
  { records }: ControlPlane,
  { functionKey: owner, qualifier, arn }: EventInvokeOwner,
): Promise<EventInvokeRecord> {
  const key = belongingKey(owner, qualifier);
  const stored = await records.get(EVENT_INVOKE_KIND, key);
  if (stored === undefined) throw lambdaError("event-invoke-config-not-found", { arn });
  return readEventInvokeRecord(key, stored.value);
}

/**
 * Checks and stores a config.
 *
 * @param former what the members that are not given keep; it may throw `AwsError`
 */
export async function writeEventInvokeConfig(
  plane: ControlPlane,
  input: Input,
  context: OperationContext,
  owner: EventInvokeOwner,
  former: () => Promise<EventInvokeRecord>,
): Promise<LambdaModel.FunctionEventInvokeConfig> {
  if (saysNothing(input)) throw lambdaError("no-event-invoke-setting");
  let written: EventInvokeRecord | undefined;
  const entry = await changeFunction(
    plane,
    () => findOwner(plane, owner),
    async ({ record }) => {
      const base = await former();
      await checkDestinations(plane, input.DestinationConfig, owner.name, context);
      written = merged(base, input, plane.clock.nowMs());
      const key = belongingKey(owner.functionKey, owner.qualifier);
      return { record, also: [{ op: "put", kind: EVENT_INVOKE_KIND, key, value: written }] };
    },
  );
  if (written === undefined) throw new Error(`no event invoke config of ${entry.key} was written`);
  return eventInvokeConfig(entry, written);
}

function saysNothing({ MaximumEventAgeInSeconds, MaximumRetryAttempts, DestinationConfig }: Input): boolean {
  const hasDestination = DestinationConfig?.OnSuccess !== undefined || DestinationConfig?.OnFailure !== undefined;
  return MaximumEventAgeInSeconds === undefined && MaximumRetryAttempts === undefined && !hasDestination;
}

async function findOwner(plane: ControlPlane, owner: EventInvokeOwner): Promise<FunctionEntry> {
  const entry = await plane.directory.find(owner.functionKey);
  const target = entry && (await findTarget(plane, entry, owner.qualifier));
  if (entry === undefined || target === undefined) throw lambdaError("event-invoke-function-not-found");
  return entry;
}

/** A config with nothing set. */
export function emptyEventInvokeConfig(qualifier: string): EventInvokeRecord {
  return {
    form: 1,
    qualifier,
    eventAgeMaxS: null,
    retriesMax: null,
    onSuccessArn: null,
    onFailureArn: null,
    lastModifiedMs: 0,
  };
}

function merged(former: EventInvokeRecord, input: Input, lastModifiedMs: number): EventInvokeRecord {
  const { OnSuccess, OnFailure } = input.DestinationConfig ?? {};
  return {
    ...former,
    eventAgeMaxS: input.MaximumEventAgeInSeconds ?? former.eventAgeMaxS,
    retriesMax: input.MaximumRetryAttempts ?? former.retriesMax,
    // A destination without ARN takes the former one away.
    onSuccessArn: OnSuccess === undefined ? former.onSuccessArn : OnSuccess.Destination || null,
    onFailureArn: OnFailure === undefined ? former.onFailureArn : OnFailure.Destination || null,
    lastModifiedMs,
  };
}

/** The answer; both destinations are there although empty, as was recorded of the service. */
export function eventInvokeConfig(
  { record }: Pick<FunctionEntry, "record">,
  config: EventInvokeRecord,
): LambdaModel.FunctionEventInvokeConfig {
  const { qualifier, eventAgeMaxS, retriesMax, onSuccessArn, onFailureArn, lastModifiedMs } = config;
  return {
    LastModified: new Date(lastModifiedMs),
    FunctionArn: functionArn(recordScope(record), record.name, qualifier),
    ...(eventAgeMaxS === null ? {} : { MaximumEventAgeInSeconds: eventAgeMaxS }),
    ...(retriesMax === null ? {} : { MaximumRetryAttempts: retriesMax }),
    DestinationConfig: {
      OnSuccess: onSuccessArn === null ? {} : { Destination: onSuccessArn },
      OnFailure: onFailureArn === null ? {} : { Destination: onFailureArn },
    },
  };
}
