import { type OutgoingMessage, type Scope, type Sender, TargetError, type Targets } from "../../../base/index.ts";
import type { SchedulerModel } from "../../../wire/index.ts";
import { AwsError } from "../../../wire/index.ts";
import { targetKind } from "../targets/target-kind.ts";
import { universalCall } from "../targets/universal-call.ts";
import { type InputContext, isoSeconds, withContext } from "./input-context.ts";
import type { AttemptFailure } from "./retry.ts";
import { digest } from "./scheduler-work.ts";

/** One attempt to deliver a firing. */
export interface Attempt {
  readonly scheduleArn: string;
  readonly scope: Scope;
  readonly generation: string;
  readonly target: SchedulerModel.Target;
  readonly dueMs: number;
  /** 1 for the first. */
  readonly attempt: number;
}

const PRINCIPAL = "scheduler.amazonaws.com";

/** The id of an attempt; the same when it is made again because nobody knows what became of it. */
export function executionId({ generation, dueMs, attempt }: Attempt): string {
  return digest(generation, dueMs, attempt).slice(0, 16);
}

/** What is delivered: the schedule's input with its keywords replaced, or AWS's default event when there is none. */
export function inputOf(attempt: Attempt): string {
  const { target, scheduleArn, dueMs, scope } = attempt;
  const context: InputContext = {
    scheduleArn,
    scheduledTime: isoSeconds(dueMs),
    executionId: executionId(attempt),
    attempt: attempt.attempt,
  };
  if (target.Input !== undefined) return withContext(target.Input, context);
  return JSON.stringify({
    version: "0",
    id: firingUuid(attempt),
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: scope.accountId,
    time: context.scheduledTime,
    region: scope.region,
    resources: [scheduleArn],
    detail: "{}",
  });
}

export function senderOf({ scheduleArn, scope }: Pick<Attempt, "scheduleArn" | "scope">): Sender {
  return { principal: PRINCIPAL, sourceArn: scheduleArn, scope };
}

/** Delivers, and answers what failed, or undefined when the target has accepted. */
export async function deliver(targets: Targets, attempt: Attempt): Promise<AttemptFailure | undefined> {
  try {
    await send(targets, attempt);
    return undefined;
  } catch (error) {
    return failureOf(error);
  }
}

/** How the service words what went wrong. A fault of ours may pass, so that it is tried again. */
export function failureOf(error: unknown): AttemptFailure {
  if (error instanceof TargetError) return { code: error.code, message: error.message, isRetryable: error.retryable };
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof AwsError) return { code: error.code, message, isRetryable: false };
  return { code: "InternalServerException", message, isRetryable: true };
}

async function send(targets: Targets, attempt: Attempt): Promise<void> {
  const { target } = attempt;
  const kind = targetKind(target.Arn);
  const [input, sender] = [inputOf(attempt), senderOf(attempt)];
  switch (kind.kind) {
    case "function":
      // The same id again when the attempt is repeated, so that the function has the firing once.
      await targets.invokeFunction(target.Arn, { payload: Buffer.from(input), requestId: firingUuid(attempt) }, sender);
      return;
    case "queue":
      await targets.sendMessage(target.Arn, messageOf(target, input), sender);
      return;
    case "topic":
      await targets.publish(target.Arn, { message: input }, sender);
      return;
    case "bus": {
      const { Source: source = "", DetailType: detailType = "" } = target.EventBridgeParameters ?? {};
      const detail = target.Input === undefined ? "{}" : input;
      await targets.putEvent(target.Arn, { source, detailType, detail, resources: [attempt.scheduleArn] }, sender);
      return;
    }
    case "universal":
      await sendUniversal(targets, universalCall(kind.action, target.Input === undefined ? "{}" : input), attempt);
  }
}

async function sendUniversal(
  targets: Targets,
  call: ReturnType<typeof universalCall>,
  attempt: Attempt,
): Promise<void> {
  const [{ scope }, sender] = [attempt, senderOf(attempt)];
  switch (call.kind) {
    case "invoke":
      return await targets.invokeFunction(
        call.arn(scope),
        { ...call.invocation, requestId: firingUuid(attempt) },
        sender,
      );
    case "send":
      return await targets.sendMessage(call.arn(scope), call.message, sender);
    case "publish":
      return await targets.publish(call.arn(scope), call.notification, sender);
    case "put":
      for (const { arn, event } of call.entries) await targets.putEvent(arn(scope), event, sender);
  }
}

function messageOf({ SqsParameters }: SchedulerModel.Target, body: string): OutgoingMessage {
  const groupId = SqsParameters?.MessageGroupId;
  return groupId === undefined ? { body } : { body, groupId };
}

/** A UUID that is the same for every attempt of one firing. */
function firingUuid({ generation, dueMs }: Attempt): string {
  const hex = digest(generation, dueMs);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
