import type { MessageReceipt } from "../../../store/index.ts";
import { sqsError } from "../sqs-error.ts";

/** A handle is opaque to clients; it names the message, its receipt, and the queue so that those of others are refused. */
export function writeReceiptHandle(queueName: string, { sequence, epoch }: MessageReceipt, messageId: string): string {
  return Buffer.from(JSON.stringify([queueName, sequence, epoch, messageId])).toString("base64");
}

/** Throws `ReceiptHandleIsInvalid`. */
export function readReceiptHandle(queueName: string, handle: string): MessageReceipt {
  const [name, sequence, epoch] = parsed(handle);
  if (name !== queueName || !isPlace(sequence) || !isPlace(epoch)) throw sqsError("receipt-handle", { handle });
  return { sequence, epoch };
}

function isPlace(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

function parsed(handle: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(handle, "base64").toString());
    return Array.isArray(value) ? value : [];
  } catch {
    // Whatever it is, it is no handle of ours.
    return [];
  }
}
