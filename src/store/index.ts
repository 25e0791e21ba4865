export { everyRecord } from "./every-record.ts";
export type { ChangeNotice, Json, RecordChange, RecordQuery, RecordStore, StoredRecord } from "./ports/records.ts";
export { RecordConflict, StoreFullError } from "./ports/records.ts";
export type {
  LogBatch,
  LogCursor,
  LogEvent,
  LogGroup,
  LogGroupQuery,
  LogQuery,
  LogStore,
  LogStream,
  LogStreamQuery,
  NewLogEvent,
} from "./ports/logs.ts";
export { LogBacklogFull, LogGroupMissing } from "./ports/logs.ts";
export type { MergedFolderStore } from "./ports/merged-folders.ts";
export { isMergedFolderId, mergedFolderId } from "./ports/merged-folders.ts";
export type { CodePackage, PackageErrorCode, PackageStore } from "./ports/packages.ts";
export { PackageError } from "./ports/packages.ts";
export type {
  Claim,
  ClaimedWork,
  ClaimQuery,
  HeldWork,
  LaneListener,
  LaneState,
  NewWork,
  Settlement,
  WorkQueue,
} from "./ports/work-queue.ts";
export type {
  DeadLetterTarget,
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
export { MessageBacklogFull, MessageQueueMissing } from "./ports/messages.ts";
