import type { Statement } from "./statement.ts";

/** The queries of the message store, compiled for one dialect. */
export interface MessageStatements {
  readonly availableMessageGroups: Statement<"queueId" | "nowMs" | "limit">;
  readonly claimMessage: Statement<"visibleAtMs" | "nowMs" | "sequence">;
  readonly closeMessageGroup: Statement<"queueId" | "groupId">;
  readonly copyMessageContent: Statement<"copySequence" | "messageId" | "deadLetterSource" | "sequence">;
  readonly deleteMessage: Statement<"sequence">;
  readonly deleteMessageContent: Statement<"sequence">;
  readonly duplicateMessage: Statement<"queueId" | "key" | "nowMs">;
  readonly firstOfMessageGroup: Statement<"queueId" | "groupId" | "limit">;
  readonly forgetDuplicate: Statement<"queueId" | "key">;
  readonly forgetMessageQueue: Statement<"retentionMs" | "id">;
  readonly growMessageQueue: Statement<"by" | "id">;
  readonly insertMessage: Statement<
    "queueId" | "groupId" | "visibleAtMs" | "sentMs" | "receivesBefore" | "firstReceivedMs"
  >;
  readonly insertMessageContent: Statement<"sequence" | "messageId" | "body" | "details">;
  readonly insertMessageQueue: Statement<"name" | "ordered" | "retentionMs">;
  readonly invisibleMessages: Statement<"queueId" | "nowMs">;
  readonly message: Statement<"queueId" | "sequence">;
  readonly messageContent: Statement<"sequence">;
  readonly messageDeadLetterSource: Statement<"sequence">;
  readonly messageQueue: Statement<"name">;
  readonly messageRetention: Statement<"id">;
  readonly messageRetentions: Statement<never>;
  readonly messageTotal: Statement<"id">;
  readonly nextMessageGroup: Statement<"queueId" | "nowMs">;
  readonly nextVisibleMessage: Statement<"queueId" | "nowMs">;
  readonly oldDuplicates: Statement<"nowMs" | "limit">;
  readonly oldMessages: Statement<"queueId" | "beforeMs" | "limit">;
  readonly openMessageGroup: Statement<"queueId" | "groupId" | "availableAtMs">;
  readonly rememberMessage: Statement<"queueId" | "key" | "untilMs" | "messageId" | "sequence">;
  readonly removeEmptyMessageQueues: Statement<never>;
  readonly setMessageGroup: Statement<"availableAtMs" | "queueId" | "groupId">;
  readonly setMessageRetention: Statement<"retentionMs" | "id">;
  readonly setMessageVisibility: Statement<"visibleAtMs" | "sequence">;
  readonly visibleMessages: Statement<"queueId" | "nowMs" | "limit">;
}
