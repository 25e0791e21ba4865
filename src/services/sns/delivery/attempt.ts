import { type MessageAttribute, type Sender, TargetError, type Targets } from "../../../base/index.ts";
import { parseSubscriptionArn } from "../arn.ts";
import type { DeliveryPolicy } from "../retries/delivery-policy.ts";
import type { SignatureVersion, Signer } from "../signing/signer.ts";
import { isHttp, type SubscriptionRecord } from "../subscriptions/subscription-record.ts";
import type { Delivery } from "./delivery.ts";
import { envelope, functionEvent } from "./envelope.ts";
import { EndpointUnreachable, type HttpEndpoints } from "./http-endpoint.ts";

/** What became of one attempt. A refusal is for ever, a failure may pass. */
export type AttemptResult =
  | { readonly result: "delivered" }
  | { readonly result: "refused" | "failed"; readonly reason: string };

export interface AttemptPorts {
  readonly targets: Targets;
  readonly endpoints: HttpEndpoints;
  readonly signer: Signer;
}

/** What is to be sent where, and how. */
export interface AttemptOrder {
  readonly delivery: Delivery;
  readonly subscription: SubscriptionRecord;
  readonly policy: DeliveryPolicy;
  readonly signatureVersion: SignatureVersion;
}

/** Amazon SNS developer guide, "Message delivery retries": how long an endpoint has to answer. */
const ANSWER_TIMEOUT_MS = 15_000;
/** With raw delivery; more are refused (the same guide, "Raw message delivery"). */
const QUEUE_ATTRIBUTES_MAX = 10;

const DELIVERED: AttemptResult = { result: "delivered" };

/** Sends a message once. Does not throw for what a subscriber does. */
export async function attempt(order: AttemptOrder, ports: AttemptPorts, signal: AbortSignal): Promise<AttemptResult> {
  try {
    if (isHttp(order.subscription)) return await toEndpoint(order, ports, signal);
    if (order.subscription.protocol === "lambda") return await toFunction(order, ports);
    if (order.subscription.protocol === "sqs") return await toQueue(order, ports);
    return refused(`Hearth does not deliver by ${order.subscription.protocol}`);
  } catch (error) {
    if (error instanceof TargetError)
      return { result: error.retryable ? "failed" : "refused", reason: `${error.code}: ${error.message}` };
    if (error instanceof EndpointUnreachable) return { result: "failed", reason: error.message };
    throw error;
  }
}

/** The message as a queue gets it, be it the subscribed one or the one for dead letters. */
export async function queueBody(
  { delivery, subscription, signatureVersion }: AttemptOrder,
  signer: Signer,
): Promise<string> {
  return isRaw(delivery, subscription) ? delivery.text : envelope(delivery, subscription, signatureVersion, signer);
}

/** Attributes that a queue gets beside the body, where the body is the bare text. */
export function queueAttributes(
  delivery: Delivery,
  subscription: SubscriptionRecord,
): Readonly<Record<string, MessageAttribute>> {
  return subscription.protocol === "sqs" && isRaw(delivery, subscription) ? delivery.attributes : {};
}

/** On whose behalf messages of a subscription are sent. */
export function senderOf({ topicArn, arn }: SubscriptionRecord, { traceHeader }: Delivery): Sender {
  return {
    principal: "sns.amazonaws.com",
    sourceArn: topicArn,
    scope: parseSubscriptionArn(arn).scope,
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}

async function toEndpoint(
  { delivery, subscription, policy, signatureVersion }: AttemptOrder,
  { endpoints, signer }: AttemptPorts,
  signal: AbortSignal,
): Promise<AttemptResult> {
  const raw = isRaw(delivery, subscription);
  const status = await endpoints.post({
    url: subscription.endpoint,
    headers: {
      "x-amz-sns-message-type": delivery.kind,
      "x-amz-sns-message-id": delivery.messageId,
      "x-amz-sns-topic-arn": subscription.topicArn,
      ...(delivery.kind === "SubscriptionConfirmation" ? {} : { "x-amz-sns-subscription-arn": subscription.arn }),
      ...(raw ? { "x-amz-sns-rawdelivery": "true" } : {}),
      "Content-Type": delivery.kind === "Notification" ? policy.contentType : "text/plain; charset=UTF-8",
      "User-Agent": "Amazon Simple Notification Service Agent",
      "Accept-Encoding": "gzip,deflate",
    },
    body: raw ? delivery.text : await envelope(delivery, subscription, signatureVersion, signer),
    timeoutMs: ANSWER_TIMEOUT_MS,
    signal,
  });
  if (status >= 200 && status < 300) return DELIVERED;
  const reason = `${subscription.endpoint} answered with status ${status}`;
  return status === 429 || status >= 500 ? { result: "failed", reason } : refused(reason);
}

async function toFunction(order: AttemptOrder, { targets, signer }: AttemptPorts): Promise<AttemptResult> {
  const { delivery, subscription, signatureVersion } = order;
  const event = await functionEvent(delivery, subscription, signatureVersion, signer);
  await targets.invokeFunction(
    subscription.endpoint,
    { payload: Buffer.from(event), requestId: delivery.requestId },
    senderOf(subscription, delivery),
  );
  return DELIVERED;
}

async function toQueue(order: AttemptOrder, { targets, signer }: AttemptPorts): Promise<AttemptResult> {
  const { delivery, subscription } = order;
  const attributes = queueAttributes(delivery, subscription);
  if (Object.keys(attributes).length > QUEUE_ATTRIBUTES_MAX)
    return refused(`a raw message to a queue must not have more than ${QUEUE_ATTRIBUTES_MAX} attributes`);
  await targets.sendMessage(
    subscription.endpoint,
    { body: await queueBody(order, signer), attributes, ...queuePlace(delivery, subscription.endpoint) },
    senderOf(subscription, delivery),
  );
  return DELIVERED;
}

/** Group and identity, as far as the queue takes them. */
export function queuePlace(
  { groupId, deduplicationId }: Delivery,
  queue: string,
): { readonly groupId?: string; readonly deduplicationId?: string } {
  return {
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined || !queue.endsWith(".fifo") ? {} : { deduplicationId }),
  };
}

function isRaw({ kind }: Delivery, { protocol, attributes }: SubscriptionRecord): boolean {
  return kind === "Notification" && protocol !== "lambda" && attributes["RawMessageDelivery"] === "true";
}

function refused(reason: string): AttemptResult {
  return { result: "refused", reason };
}
