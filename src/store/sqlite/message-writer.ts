import type { MessageCounts } from "../ports/messages.ts";
import type { Connection } from "./connection.ts";
import type { Applier } from "./group-commit.ts";
import { MessageDelivery } from "./message-delivery.ts";
import { expireMessages } from "./message-expiry.ts";
import type { MessageOp, MessageOpResult } from "./message-op.ts";
import { MessageQueues } from "./message-queues.ts";
import type { MessageParts } from "./message-receiving.ts";
import { receiveMessages, receiveMessagesAgain } from "./message-receiving.ts";
import { redriveMessages } from "./message-redrive.ts";
import { MessageRows } from "./message-rows.ts";
import { sendMessages } from "./message-sending.ts";
import { changeVisibilities, deleteMessages } from "./message-settling.ts";

/** Applies the operations of the message store; runs in the writer thread. */
export class MessageWriter implements Applier<MessageOp, MessageOpResult> {
  readonly #parts: MessageParts;

  constructor(connection: Connection) {
    const queues = new MessageQueues(connection);
    const rows = new MessageRows(connection, queues);
    this.#parts = { connection, queues, rows, delivery: new MessageDelivery(connection, rows) };
  }

  apply(op: MessageOp): MessageOpResult {
    const parts = this.#parts;
    const { queues } = parts;
    switch (op.op) {
      case "create-queue":
        return queues.create(op.queue, op.settings);
      case "set-retention":
        return queues.setRetention(op.queue, op.retentionMs);
      case "delete-queue":
        return queues.forget(op.queue);
      case "purge-queue":
        return queues.purge(op.queue);
      case "send":
        return sendMessages(parts, op.queue, op.messages, op.nowMs);
      case "receive":
        return receiveMessages(parts, op.queue, op.query);
      case "receive-again":
        return receiveMessagesAgain(parts, op.queue, op.receipts, op);
      case "delete":
        return deleteMessages(parts, op.queue, op.receipts, op.nowMs);
      case "change-visibility":
        return changeVisibilities(parts, op.queue, op.changes, op);
      case "redrive":
        return redriveMessages(parts, op.queue, op.query);
      case "counts":
        return this.#counts(op.queue, op.nowMs);
      case "expire":
        return expireMessages(parts, op.nowMs);
    }
  }

  undone(): void {
    this.#parts.queues.undone();
  }

  #counts(name: string, nowMs: number): MessageCounts {
    const { queues } = this.#parts;
    const { id } = queues.entry(name);
    const { inFlight, delayed } = queues.tally(id, nowMs).counts(nowMs);
    return { inFlight, delayed, visible: Math.max(0, queues.total(id) - inFlight - delayed) };
  }
}
