import type {
  DeleteOutcome,
  MessageCounts,
  MessageQueueSettings,
  MessageReceipt,
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

/** What is done to the message database: what each operation takes and answers. */
export interface MessageOps {
  "create-queue": { readonly input: { readonly settings: MessageQueueSettings }; readonly result: void };
  "set-retention": { readonly input: { readonly retentionMs: number }; readonly result: void };
  "delete-queue": { readonly input: unknown; readonly result: void };
  "purge-queue": { readonly input: unknown; readonly result: void };
  send: {
    readonly input: { readonly messages: readonly NewMessage[]; readonly nowMs: number };
    readonly result: readonly SentMessage[];
  };
  receive: { readonly input: { readonly query: ReceiveQuery }; readonly result: ReceiveResult };
  "receive-again": {
    readonly input: {
      readonly receipts: readonly MessageReceipt[];
      readonly nowMs: number;
      readonly invisibleUntilMs: number;
    };
    readonly result: readonly ReceivedMessage[];
  };
  delete: {
    readonly input: { readonly receipts: readonly MessageReceipt[]; readonly nowMs: number };
    readonly result: readonly DeleteOutcome[];
  };
  "change-visibility": {
    readonly input: {
      readonly changes: readonly VisibilityChange[];
      readonly nowMs: number;
      readonly limitMs: number;
    };
    readonly result: readonly VisibilityOutcome[];
  };
  redrive: { readonly input: { readonly query: RedriveQuery }; readonly result: RedriveResult };
  counts: { readonly input: { readonly nowMs: number }; readonly result: MessageCounts };
  /** Of all queues; the name is empty. */
  expire: { readonly input: { readonly nowMs: number }; readonly result: number };
}

export type MessageOpName = keyof MessageOps;

export type MessageOpOf<Name extends MessageOpName> = MessageOps[Name]["input"] & {
  readonly op: Name;
  readonly queue: string;
};

export type MessageOp = { readonly [Name in MessageOpName]: MessageOpOf<Name> }[MessageOpName];
export type MessageOpResult = MessageOps[MessageOpName]["result"];
