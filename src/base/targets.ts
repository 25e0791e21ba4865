import type { Scope } from "./function-arn.ts";

/** On whose behalf something is sent, as the target's permissions and records name it. */
export interface Sender {
  /** e.g. `sns.amazonaws.com`. */
  readonly principal: string;
  /** The topic, rule, schedule or function that sends. */
  readonly sourceArn: string;
  /** Where the sender lives. */
  readonly scope: Scope;
  /** The X-Ray header to pass on, with its count of recursion. */
  readonly traceHeader?: string;
}

/** A message attribute of SQS and SNS. */
export interface MessageAttribute {
  /** e.g. `String`, `Number`, `Binary`, `String.Array`. */
  readonly dataType: string;
  readonly stringValue?: string;
  readonly binaryValue?: Uint8Array;
}

export interface OutgoingMessage {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** FIFO queues only. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

export interface OutgoingNotification {
  readonly message: string;
  readonly subject?: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  /** FIFO topics only. */
  readonly groupId?: string;
  readonly deduplicationId?: string;
}

/** An entry of PutEvents. */
export interface OutgoingEvent {
  readonly source: string;
  readonly detailType: string;
  /** JSON text of an object. */
  readonly detail: string;
  readonly resources: readonly string[];
  readonly timeMs?: number;
}

/** An event for a function, invoked asynchronously. */
export interface OutgoingInvocation {
  /** JSON. */
  readonly payload: Uint8Array;
  /** The request id of the invocation; a new one when absent. The same id twice is accepted once. */
  readonly requestId?: string;
}

export interface OutgoingObject {
  readonly key: string;
  readonly body: Uint8Array;
  readonly contentType: string;
}

/**
 * The resources that events are delivered to, by ARN, whoever keeps them. Each method resolves once the target has
 * accepted durably, and throws `TargetError` otherwise. Rooms that deliver are given this and know no service.
 */
export interface Targets {
  /** `arn:aws:lambda:REGION:ACCOUNT:function:NAME[:QUALIFIER]`. */
  invokeFunction(arn: string, invocation: OutgoingInvocation, sender: Sender): Promise<void>;
  /** `arn:aws:sqs:REGION:ACCOUNT:NAME`. */
  sendMessage(arn: string, message: OutgoingMessage, sender: Sender): Promise<void>;
  /** `arn:aws:sns:REGION:ACCOUNT:NAME`. */
  publish(arn: string, notification: OutgoingNotification, sender: Sender): Promise<void>;
  /** `arn:aws:events:REGION:ACCOUNT:event-bus/NAME`. */
  putEvent(arn: string, event: OutgoingEvent, sender: Sender): Promise<void>;
  /** `arn:aws:s3:::BUCKET`. */
  putObject(arn: string, object: OutgoingObject, sender: Sender): Promise<void>;
}

/** Why a target did not accept. */
export class TargetError extends Error {
  /** The target's own error code, e.g. `AWS.SimpleQueueService.NonExistentQueue`, or ours when it was not reached. */
  readonly code: string;
  /** Whether the same delivery may succeed later: throttled or out of order, not missing or refused. */
  readonly retryable: boolean;

  constructor(code: string, message: string, options: ErrorOptions & { readonly retryable: boolean }) {
    super(message, options);
    this.name = "TargetError";
    this.code = code;
    this.retryable = options.retryable;
  }
}
