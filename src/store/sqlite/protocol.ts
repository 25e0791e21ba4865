import type { Scope } from "../../base/index.ts";
import type { NewLogEvent } from "../ports/logs.ts";

/** One change of a record as it crosses to the writer thread; values are JSON text. */
export interface RecordOp {
  readonly kind: string;
  readonly key: string;
  /** Null deletes. */
  readonly value: string | null;
  readonly expect: number | "absent" | undefined;
}

/** All changes of one `write`, done together or not at all. */
export type RecordWrite = readonly RecordOp[];

interface OfGroup {
  readonly scope: Scope;
  readonly group: string;
}

/** What the writer thread does to the log database. Each answers with a number: rows, or 1 and 0 for true and false. */
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

/** An error as it crosses back from the writer thread. */
export type WriterFailure =
  | { readonly code: "conflict"; readonly kind: string; readonly key: string }
  | { readonly code: "group-missing"; readonly group: string }
  | { readonly code: "full" }
  | { readonly code: "failed"; readonly message: string };

/** What became of one operation. */
export type Outcome<Result = number> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly failure: WriterFailure };

/** Each database has a lane of its own to the writer thread: what it carries there, and what comes back for each. */
export interface Lanes {
  records: { readonly op: RecordWrite; readonly result: number };
  logs: { readonly op: LogOp; readonly result: number };
}

export type LaneName = keyof Lanes;
export type OpOf<Name extends LaneName> = Lanes[Name]["op"];
export type ResultOf<Name extends LaneName> = Lanes[Name]["result"];

/** Operations of one lane that are committed together. */
export type CommitRequest<Name extends LaneName = LaneName> = {
  readonly [Each in Name]: { readonly lane: Each; readonly ops: readonly OpOf<Each>[] };
}[Name];

/** What the main thread sends. */
export type WriterRequest = CommitRequest | { readonly lane: "close" };

/** What the writer thread answers; there is one answer per request, in order within a lane. */
export type WriterReply =
  | { readonly type: "ready" }
  | { readonly type: "broken"; readonly failure: WriterFailure }
  | { readonly type: "outcomes"; readonly lane: LaneName; readonly outcomes: readonly Outcome<unknown>[] }
  | { readonly type: "closed" };

/** How the writer thread is started. */
export interface WriterOptions {
  readonly folder: string;
  readonly nowMs: number;
  readonly pagesMax: number | undefined;
}
