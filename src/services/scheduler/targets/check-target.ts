import type { SchedulerModel } from "../../../wire/index.ts";
import { schedulerError } from "../errors.ts";
import { withContext } from "../firing/input-context.ts";
import { type TargetKind, targetKind } from "./target-kind.ts";
import { universalCall } from "./universal-call.ts";

/** "Invocation payload size" of the EventBridge Scheduler quotas. */
const INPUT_BYTES_MAX = 262_144;
/** Keywords of the longest kind, to see what Input will be. */
const SAMPLE = {
  scheduleArn: "arn:aws:scheduler:us-east-1:000000000000:schedule/default/sample",
  scheduledTime: "2022-03-22T18:59:43Z",
  executionId: "0".repeat(16),
  attempt: 1,
};

const PARAMETERS = [
  "EcsParameters",
  "EventBridgeParameters",
  "KinesisParameters",
  "SageMakerPipelineParameters",
  "SqsParameters",
] as const;
const OWN_PARAMETERS: Readonly<Record<TargetKind["kind"], (typeof PARAMETERS)[number] | undefined>> = {
  function: undefined,
  queue: "SqsParameters",
  topic: undefined,
  bus: "EventBridgeParameters",
  universal: undefined,
};

/** Throws `ValidationException` for a target that could never be delivered to. */
export function checkTarget(target: SchedulerModel.Target): void {
  const kind = targetKind(target.Arn);
  const foreign = PARAMETERS.find((name) => target[name] !== undefined && name !== OWN_PARAMETERS[kind.kind]);
  if (foreign !== undefined) throw schedulerError("target-parameters", { parameters: foreign, arn: target.Arn });
  if (kind.kind === "bus" && target.EventBridgeParameters === undefined) throw schedulerError("events-need-parameters");
  if (kind.kind === "queue" && kind.isFifo && target.SqsParameters?.MessageGroupId === undefined)
    throw schedulerError("fifo-needs-group");
  checkInput(target, kind);
}

function checkInput({ Arn, Input }: SchedulerModel.Target, kind: TargetKind): void {
  if (Input !== undefined && Buffer.byteLength(Input) > INPUT_BYTES_MAX) throw schedulerError("input-too-long");
  const sample = Input === undefined ? undefined : withContext(Input, SAMPLE);
  if (kind.kind === "universal") universalCall(kind.action, sample ?? "{}");
  else if ((kind.kind === "function" || kind.kind === "bus") && sample !== undefined && !isJson(sample))
    throw schedulerError("input-not-json", { arn: Arn });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // What is wrong with it does not matter.
    return false;
  }
}
