import {
  functionArn,
  type OutgoingEvent,
  type OutgoingInvocation,
  type OutgoingMessage,
  type OutgoingNotification,
  type Scope,
} from "../../../base/index.ts";
import { schedulerError } from "../errors.ts";
import type { UniversalAction } from "./target-kind.ts";
import { isObject, UniversalInput } from "./universal-input.ts";

/** What a universal target does, in the words of `Targets`. ARNs are made when the schedule's region is known. */
export type UniversalCall =
  | { readonly kind: "invoke"; readonly arn: (scope: Scope) => string; readonly invocation: OutgoingInvocation }
  | { readonly kind: "send"; readonly arn: (scope: Scope) => string; readonly message: OutgoingMessage }
  | { readonly kind: "publish"; readonly arn: (scope: Scope) => string; readonly notification: OutgoingNotification }
  | { readonly kind: "put"; readonly entries: readonly { arn: (scope: Scope) => string; event: OutgoingEvent }[] };

const ENTRIES_MAX = 10;

/**
 * The call that a universal target's input asks for. Throws `ValidationException` when it asks for none. Source: "Using
 * universal targets in EventBridge Scheduler", where Input holds the members of the API operation.
 */
export function universalCall(action: UniversalAction, input: string): UniversalCall {
  const value = parse(action, input);
  switch (action) {
    case "lambda:invoke":
      return invoke(new UniversalInput(action, value, ["FunctionName", "Qualifier", "InvocationType", "Payload"]));
    case "sqs:sendMessage":
      return send(
        new UniversalInput(action, value, [
          "QueueUrl",
          "MessageBody",
          "MessageAttributes",
          "MessageGroupId",
          "MessageDeduplicationId",
        ]),
      );
    case "sns:publish":
      return publish(
        new UniversalInput(action, value, [
          "TopicArn",
          "TargetArn",
          "Message",
          "Subject",
          "MessageAttributes",
          "MessageGroupId",
          "MessageDeduplicationId",
        ]),
      );
    case "eventbridge:putEvents":
      return put(new UniversalInput(action, value, ["Entries"]));
    default:
      return action satisfies never;
  }
}

function invoke(input: UniversalInput): UniversalCall {
  const name = input.text("FunctionName");
  const qualifier = input.optionalText("Qualifier");
  input.optionalText("InvocationType");
  const payload = input.raw("Payload");
  return {
    kind: "invoke",
    arn: (scope) => {
      if (!name.startsWith("arn:")) return functionArn(scope, name, qualifier);
      return qualifier === undefined ? name : `${name}:${qualifier}`;
    },
    invocation: { payload: Buffer.from(typeof payload === "string" ? payload : JSON.stringify(payload ?? {})) },
  };
}

function send(input: UniversalInput): UniversalCall {
  const [, accountId, name] = /\/(\d{12})\/([^/]+)$/.exec(input.text("QueueUrl")) ?? [];
  if (accountId === undefined || name === undefined) throw input.problem("QueueUrl must be the URL of a queue");
  const region = /\bsqs\.([a-z]{2}(?:-[a-z]+)+-\d)\./.exec(input.text("QueueUrl"))?.[1];
  return {
    kind: "send",
    arn: (scope) => `arn:aws:sqs:${region ?? scope.region}:${accountId}:${name}`,
    message: {
      body: input.text("MessageBody"),
      ...input.attributes(),
      ...input.texts({ groupId: "MessageGroupId", deduplicationId: "MessageDeduplicationId" }),
    },
  };
}

function publish(input: UniversalInput): UniversalCall {
  const arn = input.optionalText("TopicArn") ?? input.text("TargetArn");
  return {
    kind: "publish",
    arn: () => arn,
    notification: {
      message: input.text("Message"),
      ...input.attributes(),
      ...input.texts({
        subject: "Subject",
        groupId: "MessageGroupId",
        deduplicationId: "MessageDeduplicationId",
      }),
    },
  };
}

function put(input: UniversalInput): UniversalCall {
  const entries = input.raw("Entries");
  if (!Array.isArray(entries) || entries.length === 0 || entries.length > ENTRIES_MAX)
    throw input.problem(`Entries must be a list of 1 to ${ENTRIES_MAX}`);
  return { kind: "put", entries: entries.map(eventOf) };
}

function eventOf(value: unknown): { arn: (scope: Scope) => string; event: OutgoingEvent } {
  const known = ["Source", "DetailType", "Detail", "EventBusName", "Resources"];
  const entry = new UniversalInput("eventbridge:putEvents", value, known);
  const bus = entry.optionalText("EventBusName") ?? "default";
  const detail = entry.raw("Detail");
  const resources = entry.raw("Resources") ?? [];
  if (!Array.isArray(resources) || !resources.every((resource) => typeof resource === "string"))
    throw entry.problem("Resources must be a list of strings");
  return {
    arn: ({ region, accountId }) =>
      bus.startsWith("arn:") ? bus : `arn:aws:events:${region}:${accountId}:event-bus/${bus}`,
    event: {
      source: entry.text("Source"),
      detailType: entry.text("DetailType"),
      detail: isObject(detail) ? JSON.stringify(detail) : entry.text("Detail"),
      resources,
    },
  };
}

function parse(action: UniversalAction, input: string): unknown {
  try {
    return JSON.parse(input);
  } catch (error) {
    throw schedulerError("universal-input", { action, problem: "it must be JSON" }, error);
  }
}
