/** What a queue is, as far as its messages are concerned. */
export interface MessageQueueSettings {
  /** Messages of one group are delivered in order, one batch at a time (FIFO). Never changes. */
  readonly ordered: boolean;
  /** How long a message is kept after it was sent. */
  readonly retentionMs: number;
}

export interface NewMessage {
  readonly messageId: string;
  readonly body: string;
  /** Whatever else is to be given back with the message; opaque here. */
  readonly details: string;
  /** Not to be received before, in epoch milliseconds. */
  readonly visibleAtMs: number;
  /** Of ordered queues only, and there always. */
  readonly groupId?: string;
  /** The same key again within the window is accepted and forgotten. */
  readonly deduplication?: { readonly key: string; readonly untilMs: number };
}

export interface SentMessage {
  /** Of the message that was kept: a former one, when this is a duplicate. */
  readonly messageId: string;
  /** Rises with every message, over all queues. */
  readonly sequence: number;
  readonly duplicate: boolean;
}

/** Names one receipt of one message: what a receipt handle says. */
export interface MessageReceipt {
  readonly sequence: number;
  /** Rises with every receipt of the message; only the last one counts. */
  readonly epoch: number;
}

export interface ReceivedMessage extends MessageReceipt {
  readonly messageId: string;
  readonly body: string;
  readonly details: string;
  readonly groupId: string | undefined;
  readonly sentMs: number;
  readonly firstReceivedMs: number;
  /** In every queue where it was. */
  readonly receiveCount: number;
  /** What `DeadLetterTarget.source` was when the message was moved here. */
  readonly deadLetterSource: string | undefined;
}

/** Where messages go that were received too often. */
export interface DeadLetterTarget {
  readonly queue: string;
  /** A message that was received so often is moved instead of being received again. */
  readonly receivesMax: number;
  /** Kept with the message, to tell where it came from. */
  readonly source: string;
}

export interface ReceiveQuery {
  readonly limit: number;
  readonly nowMs: number;
  /** When what is received becomes visible again. */
  readonly invisibleUntilMs: number;
  /** No more messages than this may be in flight in the queue. */
  readonly inFlightMax: number;
  readonly deadLetter?: DeadLetterTarget;
}

export interface ReceiveResult {
  readonly messages: readonly ReceivedMessage[];
  /** Nothing was received because too much is in flight. */
  readonly inFlightFull: boolean;
  /** How many messages were moved to the dead-letter queue on the way. */
  readonly deadLetters: number;
  /** There may be more now: the work of one call is bounded, and it was used up by messages that were expired or dead. */
  readonly unfinished: boolean;
  /** When something of the queue becomes visible by itself, if nothing was received now. */
  readonly nextVisibleMs: number | undefined;
}

/**
 * `stale`: the message was received again since. `invisibility-over`: of ordered queues, the receipt has run out.
 * `gone`: there is no such message any more.
 */
export type DeleteOutcome = "deleted" | "gone" | "stale" | "invisibility-over";
/**
 * `stale`: the message was received again since, or, in an ordered queue, the receipt has run out. `too-long`: it would be
 * invisible for longer than `limitMs` since it was received.
 */
export type VisibilityOutcome = "changed" | "gone" | "stale" | "too-long";

export interface VisibilityChange extends MessageReceipt {
  readonly invisibleUntilMs: number;
}

export interface MessageCounts {
  readonly visible: number;
  readonly inFlight: number;
  /** Sent, and not visible yet for the first time. */
  readonly delayed: number;
}

export interface RedriveQuery {
  readonly nowMs: number;
  /** One for each message that may be moved. */
  readonly messageIds: readonly string[];
  /** Where everything goes. */
  readonly target?: string;
  /** Without a target: where messages go by their `deadLetterSource`. A message of another source ends the call. */
  readonly targetBySource?: Readonly<Record<string, string>>;
}

export interface RedriveResult {
  readonly moved: number;
  /** Queues that messages went to. */
  readonly targets: readonly string[];
  /** The next message came from a source that `targetBySource` does not have. */
  readonly sourceUnknown: boolean;
}

/** There is no queue of that name in the message store. Nothing was done. */
export class MessageQueueMissing extends Error {
  readonly queue: string;

  constructor(queue: string) {
    super(`there is no message queue ${queue}`);
    this.name = "MessageQueueMissing";
    this.queue = queue;
  }
}

/** More is being sent than the disk takes; try again later. */
export class MessageBacklogFull extends Error {
  constructor() {
    super("messages come in faster than the disk takes them; try again later");
    this.name = "MessageBacklogFull";
  }
}

/**
 * Messages in queues. What `send`, `delete`, `changeVisibility` and `redrive` acknowledge survives power loss; so does
 * what was received, at least until the machine itself fails. No operation costs more the more messages a queue holds.
 * Every operation on a queue that is not there throws `MessageQueueMissing`, every write on a full disk `StoreFullError`.
 */
export interface MessageStore {
  /** Makes an empty queue. Messages of a former queue of this name are forgotten. */
  createQueue(queue: string, settings: MessageQueueSettings): Promise<void>;
  setRetention(queue: string, retentionMs: number): Promise<void>;
  /** Forgets the queue at once and its messages in bounded steps of `expire`. Does nothing when there is none. */
  deleteQueue(queue: string): Promise<void>;
  /** Forgets all messages, in flight or not, in the same way. */
  purgeQueue(queue: string): Promise<void>;
  /** All of them or none; one answer for each. Throws `MessageBacklogFull`. */
  send(queue: string, messages: readonly NewMessage[], nowMs: number): Promise<readonly SentMessage[]>;
  receive(queue: string, query: ReceiveQuery): Promise<ReceiveResult>;
  /**
   * The same messages as before under the same receipts, invisible until `invisibleUntilMs`. Answers with nothing when
   * any of them was deleted, became visible or was received again since.
   */
  receiveAgain(
    queue: string,
    receipts: readonly MessageReceipt[],
    times: { readonly nowMs: number; readonly invisibleUntilMs: number },
  ): Promise<readonly ReceivedMessage[]>;
  delete(queue: string, receipts: readonly MessageReceipt[], nowMs: number): Promise<readonly DeleteOutcome[]>;
  changeVisibility(
    queue: string,
    changes: readonly VisibilityChange[],
    times: { readonly nowMs: number; readonly limitMs: number },
  ): Promise<readonly VisibilityOutcome[]>;
  /** Moves visible messages to other queues, where they are new messages. Throws `MessageQueueMissing` for a target, too. */
  redrive(queue: string, query: RedriveQuery): Promise<RedriveResult>;
  counts(queue: string, nowMs: number): Promise<MessageCounts>;
  /** Removes some of what is too old or was forgotten; answers how much, and 0 when nothing is left to do. */
  expire(nowMs: number): Promise<number>;
}
