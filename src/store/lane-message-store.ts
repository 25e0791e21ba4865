import type {
  DeleteOutcome,
  MessageCounts,
  MessageQueueSettings,
  MessageReceipt,
  MessageStore,
  NewMessage,
  ReceivedMessage,
  ReceiveQuery,
  ReceiveResult,
  RedriveQuery,
  RedriveResult,
  SentMessage,
  VisibilityChange,
  VisibilityOutcome,
} from "./ports/messages.ts";
import type { Lane } from "./lane.ts";
import type { MessageOp, MessageOpName, MessageOpOf, MessageOpResult, MessageOps } from "./message-op.ts";

/** Every operation goes through a lane, since nearly all of them write. */
export class LaneMessageStore implements MessageStore {
  readonly #lane: Lane<MessageOp, MessageOpResult>;

  constructor(lane: Lane<MessageOp, MessageOpResult>) {
    this.#lane = lane;
  }

  createQueue(queue: string, settings: MessageQueueSettings): Promise<void> {
    return this.#submit("create-queue", { op: "create-queue", queue, settings });
  }

  setRetention(queue: string, retentionMs: number): Promise<void> {
    return this.#submit("set-retention", { op: "set-retention", queue, retentionMs });
  }

  deleteQueue(queue: string): Promise<void> {
    return this.#submit("delete-queue", { op: "delete-queue", queue });
  }

  purgeQueue(queue: string): Promise<void> {
    return this.#submit("purge-queue", { op: "purge-queue", queue });
  }

  send(queue: string, messages: readonly NewMessage[], nowMs: number): Promise<readonly SentMessage[]> {
    const bytes = messages.reduce((sum, { body, details }) => sum + body.length + details.length, 0);
    return this.#submit("send", { op: "send", queue, messages, nowMs }, bytes);
  }

  receive(queue: string, query: ReceiveQuery): Promise<ReceiveResult> {
    return this.#submit("receive", { op: "receive", queue, query });
  }

  receiveAgain(
    queue: string,
    receipts: readonly MessageReceipt[],
    times: { readonly nowMs: number; readonly invisibleUntilMs: number },
  ): Promise<readonly ReceivedMessage[]> {
    return this.#submit("receive-again", { op: "receive-again", queue, receipts, ...times });
  }

  delete(queue: string, receipts: readonly MessageReceipt[], nowMs: number): Promise<readonly DeleteOutcome[]> {
    return this.#submit("delete", { op: "delete", queue, receipts, nowMs });
  }

  changeVisibility(
    queue: string,
    changes: readonly VisibilityChange[],
    times: { readonly nowMs: number; readonly limitMs: number },
  ): Promise<readonly VisibilityOutcome[]> {
    return this.#submit("change-visibility", { op: "change-visibility", queue, changes, ...times });
  }

  redrive(queue: string, query: RedriveQuery): Promise<RedriveResult> {
    return this.#submit("redrive", { op: "redrive", queue, query });
  }

  counts(queue: string, nowMs: number): Promise<MessageCounts> {
    return this.#submit("counts", { op: "counts", queue, nowMs });
  }

  expire(nowMs: number): Promise<number> {
    return this.#submit("expire", { op: "expire", queue: "", nowMs });
  }

  async #submit<Name extends MessageOpName>(
    _name: Name,
    op: MessageOpOf<Name>,
    bytes = 0,
  ): Promise<MessageOps[Name]["result"]> {
    // An operation is answered with its own kind of result, which the types of the writer cannot say.
    const result: unknown = await this.#lane.submit(op as MessageOp, bytes);
    return result as MessageOps[Name]["result"];
  }
}
