import type { LogOp } from "../log-ops.ts";
import type { MessageOp, MessageOpResult } from "../message-op.ts";
import type { NewWork } from "../ports/work-queue.ts";

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

/** Work as it crosses to the writer thread; the state is JSON text. */
export interface WorkRow extends Omit<NewWork, "state"> {
  readonly state: string;
}

/** What becomes of work that is there. */
export interface WorkChange {
  readonly queue: string;
  readonly id: string;
  /** Undefined when it is done. */
  readonly again: { readonly visibleAtMs: number; readonly state: string } | undefined;
  readonly following: readonly WorkRow[];
}

/** What the writer thread does to the work database. Each answers with how many rows each of its parts put, changed or removed. */
export type WorkOp =
  | { readonly op: "put"; readonly work: readonly WorkRow[]; readonly nowMs: number }
  | { readonly op: "settle"; readonly changes: readonly WorkChange[]; readonly nowMs: number }
  /** Removes some of a lane that was put up to `last`, or up to now. */
  | { readonly op: "drop"; readonly queue: string; readonly lane: string; readonly last: number | undefined };

/** An error as it crosses back from the writer thread. */
export type WriterFailure =
  | { readonly code: "conflict"; readonly kind: string; readonly key: string }
  | { readonly code: "group-missing"; readonly group: string }
  | { readonly code: "queue-missing"; readonly queue: string }
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
  messages: { readonly op: MessageOp; readonly result: MessageOpResult };
  work: { readonly op: WorkOp; readonly result: readonly number[] };
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
