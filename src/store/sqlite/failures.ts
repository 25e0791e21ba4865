import { LogGroupMissing } from "../ports/logs.ts";
import { MessageQueueMissing } from "../ports/messages.ts";
import { RecordConflict, StoreFullError } from "../ports/records.ts";
import type { LaneOutcome } from "../lane.ts";
import type { Outcome, WriterFailure } from "./protocol.ts";

/**
 * Result codes of SQLite that mean that the disk is full: SQLITE_FULL, and SQLITE_IOERR_SHMSIZE, which it gives when
 * the index of the write-ahead log cannot grow.
 */
const FULL_CODES = new Set([13, 4_874]);

function resultCode(error: unknown): number | undefined {
  return error instanceof Error && "errcode" in error && typeof error.errcode === "number" ? error.errcode : undefined;
}

/** Turns an error into something that may cross threads. */
export function failureOf(error: unknown): WriterFailure {
  if (error instanceof RecordConflict) return { code: "conflict", kind: error.kind, key: error.key };
  if (error instanceof LogGroupMissing) return { code: "group-missing", group: error.group };
  if (error instanceof MessageQueueMissing) return { code: "queue-missing", queue: error.queue };
  const code = resultCode(error);
  if (error instanceof StoreFullError || (code !== undefined && FULL_CODES.has(code))) return { code: "full" };
  const message = error instanceof Error ? error.message : String(error);
  return { code: "failed", message: code === undefined ? message : `${message} (SQLite result code ${code})` };
}

/** Makes the error of the port from what crossed. */
export function errorOf(failure: WriterFailure): Error {
  switch (failure.code) {
    case "conflict":
      return new RecordConflict(failure.kind, failure.key);
    case "group-missing":
      return new LogGroupMissing(failure.group);
    case "queue-missing":
      return new MessageQueueMissing(failure.queue);
    case "full":
      return new StoreFullError();
    case "failed":
      break;
  }
  return new Error(`the database could not be written: ${failure.message}`);
}

/** What crossed, as a lane hands it to its callers. */
export function arrived<Result>(outcome: Outcome<Result>): LaneOutcome<Result> {
  return outcome.ok ? outcome : { ok: false, error: errorOf(outcome.failure) };
}
