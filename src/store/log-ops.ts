import type { Scope } from "../base/index.ts";
import type { NewLogEvent } from "./ports/logs.ts";

interface OfGroup {
  readonly scope: Scope;
  readonly group: string;
}

/** What is done to the log database. Each answers with a number: rows, or 1 and 0 for true and false. */
export type LogOp =
  | (OfGroup & { readonly op: "create-group"; readonly creationMs: number; readonly tags: string })
  | (OfGroup & { readonly op: "delete-group" })
  | (OfGroup & { readonly op: "set-retention"; readonly retentionDays: number | undefined })
  | (OfGroup & { readonly op: "set-tags"; readonly tags: string })
  | (OfGroup & { readonly op: "create-stream"; readonly stream: string; readonly creationMs: number })
  | (OfGroup & { readonly op: "delete-stream"; readonly stream: string })
  | { readonly op: "append"; readonly batches: readonly AppendBatch[]; readonly ingestionMs: number }
  | { readonly op: "expire"; readonly groupId: number; readonly beforeMs: number }
  | { readonly op: "collect" };

export interface AppendBatch extends OfGroup {
  readonly stream: string;
  readonly events: readonly NewLogEvent[];
}

/** CloudWatch Logs counts each event with 26 bytes beside its message (PutLogEvents, "The maximum batch size"). */
export const EVENT_OVERHEAD_BYTES = 26;
