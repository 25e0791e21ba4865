import type { MessageStore, SentMessage } from "../../../store/index.ts";
import type { Queue } from "../queues/queue.ts";
import type { CheckedMessage } from "./message-check.ts";
import { sequenceNumber } from "./received-output.ts";
import type { Waiting } from "./waiting.ts";

/** What the service answers for a message that was sent. */
type SentOutput = CheckedMessage["digests"] & { readonly MessageId: string; readonly SequenceNumber?: string };

/** Sends messages that were checked, and tells those who wait for them. One answer for each. */
export async function sendChecked(
  { messages, waiting }: { readonly messages: MessageStore; readonly waiting: Waiting },
  queue: Queue,
  checked: readonly CheckedMessage[],
  nowMs: number,
): Promise<readonly SentOutput[]> {
  const sent = await messages.send(
    queue.key,
    checked.map(({ message }) => message),
    nowMs,
  );
  let visible = 0;
  for (const { message } of checked)
    if (message.visibleAtMs <= nowMs) visible += 1;
    else waiting.due(queue.key, message.visibleAtMs);
  if (visible > 0) waiting.wake(queue.key, visible);
  return checked.map((one, place) => sentOutput(queue, one, sent[place]));
}

function sentOutput(queue: Queue, { digests }: CheckedMessage, sent: SentMessage | undefined): SentOutput {
  if (sent === undefined) throw new Error("the message store gave no answer for a message");
  return {
    MessageId: sent.messageId,
    ...digests,
    ...(queue.fifo ? { SequenceNumber: sequenceNumber(sent.sequence) } : {}),
  };
}
