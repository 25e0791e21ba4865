import type { MessageCounts } from "./ports/messages.ts";
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
import type { MessageStatements } from "./message-statements.ts";
import type { Steps } from "./steps.ts";

/** The operations of the message store, step by step, inside a transaction that is open. */
export class MessageActions {
  readonly #parts: MessageParts;

  constructor(statements: MessageStatements) {
    const queues = new MessageQueues(statements);
    const rows = new MessageRows(statements, queues);
    this.#parts = { statements, queues, rows, delivery: new MessageDelivery(statements, rows) };
  }

  *apply(op: MessageOp): Steps<MessageOpResult> {
    const parts = this.#parts;
    const { queues } = parts;
    switch (op.op) {
      case "create-queue":
        return yield* queues.create(op.queue, op.settings);
      case "set-retention":
        return yield* queues.setRetention(op.queue, op.retentionMs);
      case "delete-queue":
        return yield* queues.forget(op.queue);
      case "purge-queue":
        return yield* queues.purge(op.queue);
      case "send":
        return yield* sendMessages(parts, op.queue, op.messages, op.nowMs);
      case "receive":
        return yield* receiveMessages(parts, op.queue, op.query);
      case "receive-again":
        return yield* receiveMessagesAgain(parts, op.queue, op.receipts, op);
      case "delete":
        return yield* deleteMessages(parts, op.queue, op.receipts, op.nowMs);
      case "change-visibility":
        return yield* changeVisibilities(parts, op.queue, op.changes, op);
      case "redrive":
        return yield* redriveMessages(parts, op.queue, op.query);
      case "counts":
        return yield* this.#counts(op.queue, op.nowMs);
      case "expire":
        break;
    }
    return yield* expireMessages(parts, op.nowMs);
  }

  /** The transaction was rolled back: whatever was remembered of it is void. */
  undone(): void {
    this.#parts.queues.undone();
  }

  *#counts(name: string, nowMs: number): Steps<MessageCounts> {
    const { queues } = this.#parts;
    const { id } = yield* queues.entry(name);
    const { inFlight, delayed } = (yield* queues.tally(id, nowMs)).counts(nowMs);
    return { inFlight, delayed, visible: Math.max(0, (yield* queues.total(id)) - inFlight - delayed) };
  }
}
