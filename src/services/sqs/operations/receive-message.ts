import type { ReceivedMessage } from "../../../store/index.ts";
import type { SqsModel } from "../../../wire/index.ts";
import { receivedOutput } from "../messages/received-output.ts";
import { receiveFrom } from "../messages/receiving.ts";
import { type Operation, requestedQueue, type SqsDependencies } from "../operation.ts";
import type { Queue } from "../queues/queue.ts";
import { checkReceiveInput } from "../messages/receive-input.ts";

/** Receives up to ten messages, waiting for the first one if asked to. */
export function receiveMessage(dependencies: SqsDependencies): Operation<"ReceiveMessage"> {
  return async (input, context) => {
    const queue = await requestedQueue(dependencies, input, context);
    checkReceiveInput(input);
    const messages = await receive(dependencies, queue, input, context.signal);
    if (messages.length === 0) return {};
    const wanted = {
      system: [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])],
      user: input.MessageAttributeNames ?? [],
    };
    return { Messages: messages.map((message) => receivedOutput(queue, message, wanted)) };
  };
}

async function receive(
  dependencies: SqsDependencies,
  queue: Queue,
  input: SqsModel.ReceiveMessageRequest,
  signal: AbortSignal,
): Promise<readonly ReceivedMessage[]> {
  const { attempts } = dependencies;
  const { MaxNumberOfMessages: limit = 1, VisibilityTimeout, WaitTimeSeconds } = input;
  const visibilityTimeoutMs = VisibilityTimeout === undefined ? queue.visibilityTimeoutMs : VisibilityTimeout * 1_000;
  const attemptId = queue.fifo ? input.ReceiveRequestAttemptId : undefined;
  const repeated =
    attemptId === undefined ? [] : await receiveAgain(dependencies, queue, attemptId, visibilityTimeoutMs);
  if (repeated.length > 0) return repeated;
  const waitMs = WaitTimeSeconds === undefined ? queue.waitMs : WaitTimeSeconds * 1_000;
  const messages = await receiveFrom(dependencies, queue, { limit, visibilityTimeoutMs, waitMs, signal });
  if (attemptId !== undefined && messages.length > 0) attempts.remember(queue.key, attemptId, messages);
  return messages;
}

/** What the same attempt gave before, as long as nothing has happened to it. */
async function receiveAgain(
  { attempts, messages, clock }: SqsDependencies,
  { key }: Queue,
  attemptId: string,
  visibilityTimeoutMs: number,
): Promise<readonly ReceivedMessage[]> {
  const receipts = attempts.find(key, attemptId);
  if (receipts === undefined) return [];
  const nowMs = clock.nowMs();
  return messages.receiveAgain(key, receipts, { nowMs, invisibleUntilMs: nowMs + visibilityTimeoutMs });
}
