import type { Clock } from "../../../base/index.ts";
import type { DeadLetterTarget, MessageStore, ReceivedMessage, ReceiveResult } from "../../../store/index.ts";
import type { Queue } from "../queues/queue.ts";
import type { QueueDirectory } from "../queues/queue-directory.ts";
import { readRedriveAllowPolicy, redriveAllowed } from "../redrive/redrive-policy.ts";
import { sqsError } from "../sqs-error.ts";
import type { Waiting } from "./waiting.ts";

/** Messages in flight per queue (SQS quotas). */
const IN_FLIGHT_MAX = 120_000;

export interface ReceivingParts {
  readonly queues: QueueDirectory;
  readonly messages: MessageStore;
  readonly waiting: Waiting;
  readonly clock: Clock;
}

export interface Receiving {
  readonly limit: number;
  readonly visibilityTimeoutMs: number;
  /** How long to wait for a message where there is none. */
  readonly waitMs: number;
  readonly signal: AbortSignal;
}

/** Receives what is there, or waits for it. Throws `OverLimit` when a standard queue has too much in flight. */
export async function receiveFrom(
  parts: ReceivingParts,
  queue: Queue,
  receiving: Receiving,
): Promise<readonly ReceivedMessage[]> {
  const { waitMs, signal } = receiving;
  if (waitMs === 0) return (await receiveNow(parts, queue, receiving)).messages;
  const endMs = parts.clock.monotonicMs() + waitMs;
  const visit = parts.waiting.enter(queue.key);
  try {
    for (;;) {
      visit.look();
      const { messages, nextVisibleMs } = await receiveNow(parts, queue, receiving);
      if (messages.length > 0) visit.found();
      if (messages.length > 0 || !(await visit.wait(endMs, nextVisibleMs, signal))) return messages;
    }
  } finally {
    visit.leave();
  }
}

async function receiveNow(parts: ReceivingParts, queue: Queue, receiving: Receiving): Promise<ReceiveResult> {
  const { messages, waiting, clock } = parts;
  const deadLetter = queue.redrivePolicy === undefined ? undefined : await deadLetterTarget(parts.queues, queue);
  for (;;) {
    const nowMs = clock.nowMs();
    const result = await messages.receive(queue.key, {
      limit: receiving.limit,
      nowMs,
      invisibleUntilMs: nowMs + receiving.visibilityTimeoutMs,
      inFlightMax: IN_FLIGHT_MAX,
      ...(deadLetter === undefined ? {} : { deadLetter }),
    });
    if (result.inFlightFull && !queue.fifo) throw sqsError("over-in-flight");
    if (result.deadLetters > 0 && deadLetter !== undefined) waiting.wake(deadLetter.queue, result.deadLetters);
    if (result.messages.length > 0) {
      waiting.due(queue.key, nowMs + receiving.visibilityTimeoutMs);
      return result;
    }
    if (!result.unfinished) return result;
  }
}

/** Where dead letters of the queue go; nowhere, when that queue is gone or refuses them by now. */
async function deadLetterTarget(queues: QueueDirectory, queue: Queue): Promise<DeadLetterTarget | undefined> {
  const { redrivePolicy, arn } = queue;
  if (redrivePolicy === undefined) return undefined;
  const target = await queues.findByArn(redrivePolicy.deadLetterTargetArn);
  if (target === undefined) return undefined;
  if (!redriveAllowed(readRedriveAllowPolicy(target.record.attributes["RedriveAllowPolicy"]), arn)) return undefined;
  return { queue: target.key, receivesMax: redrivePolicy.maxReceiveCount, source: arn };
}
