import type { Scope } from "../../base/index.ts";
import type { Json } from "../../store/index.ts";
import type { EventsModel } from "../../wire/index.ts";
import type { TargetRecord } from "./directory/rule-record.ts";
import { eventsError } from "./errors.ts";
import { parseTemplate, variablesOf } from "./input/input-template.ts";
import { parseJsonPath } from "./input/json-path.ts";
import { isReserved } from "./input/reserved-variables.ts";

const ARN = /^arn:[\w-]+:[a-z0-9-]+:[a-z0-9-]*:\d*:.+$/;

/** Members without effect here, which are kept and answered. */
const STORED = [
  "RoleArn",
  "KinesisParameters",
  "RunCommandParameters",
  "EcsParameters",
  "BatchParameters",
  "HttpParameters",
  "RedshiftDataParameters",
  "SageMakerPipelineParameters",
  "AppSyncParameters",
] as const;

/** Checks a target as it is put. Throws `ValidationException`. */
export function targetRecord(scope: Scope, target: EventsModel.Target): TargetRecord {
  const { Id: id, Arn: arn, Input, InputPath, InputTransformer, SqsParameters, RetryPolicy } = target;
  if (!ARN.test(arn)) throw eventsError("target-arn", { arn });
  if ([Input, InputPath, InputTransformer].filter((input) => input !== undefined).length > 1)
    throw eventsError("target-inputs", { target: id });
  if (arn.split(":")[2] === "sqs" && arn.endsWith(".fifo") && SqsParameters === undefined)
    throw eventsError("fifo-target", { target: id });
  return {
    id,
    arn,
    input: checkedInput(id, Input),
    inputPath: checkedPath(id, InputPath),
    transformer: checkedTransformer(id, InputTransformer),
    messageGroupId: SqsParameters?.MessageGroupId ?? null,
    deadLetterArn: checkedQueue(scope, id, target.DeadLetterConfig?.Arn),
    retriesMax: RetryPolicy?.MaximumRetryAttempts ?? null,
    eventAgeMaxS: RetryPolicy?.MaximumEventAgeInSeconds ?? null,
    stored: storedMembers(target),
  };
}

/** The target as it is answered. */
export function describedTarget(record: TargetRecord): EventsModel.Target {
  const { id, arn, input, inputPath, transformer, messageGroupId, deadLetterArn, retriesMax, eventAgeMaxS } = record;
  return {
    Id: id,
    Arn: arn,
    ...record.stored,
    ...(input === null ? {} : { Input: input }),
    ...(inputPath === null ? {} : { InputPath: inputPath }),
    ...(transformer === null
      ? {}
      : { InputTransformer: { InputPathsMap: transformer.paths, InputTemplate: transformer.template } }),
    ...(messageGroupId === null ? {} : { SqsParameters: { MessageGroupId: messageGroupId } }),
    ...(deadLetterArn === null ? {} : { DeadLetterConfig: { Arn: deadLetterArn } }),
    ...(retriesMax === null && eventAgeMaxS === null
      ? {}
      : {
          RetryPolicy: {
            ...(retriesMax === null ? {} : { MaximumRetryAttempts: retriesMax }),
            ...(eventAgeMaxS === null ? {} : { MaximumEventAgeInSeconds: eventAgeMaxS }),
          },
        }),
  };
}

function checkedInput(target: string, input: string | undefined): string | null {
  if (input === undefined) return null;
  try {
    JSON.parse(input);
    return input;
  } catch (error) {
    throw eventsError("target-input-json", { target }, error);
  }
}

function checkedPath(target: string, path: string | undefined): string | null {
  if (path === undefined) return null;
  if (parseJsonPath(path) === undefined) throw eventsError("target-input-path", { target });
  return path;
}

function checkedTransformer(
  target: string,
  transformer: EventsModel.InputTransformer | undefined,
): TargetRecord["transformer"] {
  if (transformer === undefined) return null;
  const { InputPathsMap: paths = {}, InputTemplate: template } = transformer;
  for (const [variable, path] of Object.entries(paths)) {
    if (/^aws\./i.test(variable)) throw eventsError("reserved-variable", { target, variable });
    if (parseJsonPath(path) === undefined) throw eventsError("transformer-path", { target, variable, path });
  }
  const unknown = variablesOf(parseTemplate(template)).find(
    (variable) => !isReserved(variable) && !Object.hasOwn(paths, variable),
  );
  if (unknown !== undefined) throw eventsError("unknown-placeholder", { target, variable: unknown });
  return { paths, template };
}

function checkedQueue({ region }: Scope, target: string, arn: string | undefined): string | null {
  if (arn === undefined) return null;
  const [, , service, queueRegion] = arn.split(":");
  if (service !== "sqs" || queueRegion !== region || arn.endsWith(".fifo"))
    throw eventsError("target-dead-letters", { target });
  return arn;
}

function storedMembers(target: EventsModel.Target): { readonly [member: string]: Json } {
  const given = STORED.flatMap((member) => {
    const value = target[member];
    return value === undefined ? [] : [[member, value] as const];
  });
  // What came from JSON goes back into it.
  const stored: { readonly [member: string]: Json } = JSON.parse(JSON.stringify(Object.fromEntries(given)));
  return stored;
}
