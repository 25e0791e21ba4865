import { sqsError } from "../sqs-error.ts";

const STANDARD = /^[\w-]{1,80}$/;
const FIFO = /^[\w-]{1,75}\.fifo$/;

/** Throws `InvalidParameterValue` for a name that no queue of this type may have (SQS API reference, CreateQueue). */
export function checkQueueName(name: string, fifo: boolean): void {
  if (fifo ? !FIFO.test(name) : !STANDARD.test(name)) throw sqsError(fifo ? "fifo-queue-name" : "queue-name");
}
