import { mkdir } from "node:fs/promises";
import type { Clock } from "../../base/index.ts";
import type { LogStore } from "../ports/logs.ts";
import type { LogOp } from "../log-ops.ts";
import { LogBacklogFull } from "../ports/logs.ts";
import type { MessageStore } from "../ports/messages.ts";
import { MessageBacklogFull } from "../ports/messages.ts";
import type { RecordStore } from "../ports/records.ts";
import type { WorkQueue } from "../ports/work-queue.ts";
import { Collector } from "../collector.ts";
import { Connection } from "./connection.ts";
import { databaseFile } from "./databases.ts";
import { errorOf, failureOf } from "./failures.ts";
import { Lane } from "../lane.ts";
import { SqliteLogStore } from "./logs.ts";
import type { MessageOp, MessageOpResult } from "../message-op.ts";
import { LaneMessageStore } from "../lane-message-store.ts";
import type { LaneName, RecordWrite, WorkOp } from "./protocol.ts";
import { SqliteRecordStore } from "./records.ts";
import { checkSqliteVersion } from "./version.ts";
import { WorkClaims } from "./work-claims.ts";
import { WorkReader } from "./work-reader.ts";
import { SqliteWorkQueue } from "./work.ts";
import { Writer } from "./writer.ts";

export { lockFile } from "./lock-file.ts";

const MIB = 1_048_576;

export interface SqliteOptions {
  /** Folder of the database files; made when it is missing. */
  readonly folder: string;
  readonly clock: Clock;
  /** Told when removing deleted logs in the background fails; it is tried again with the next deletion or start. */
  readonly onBackgroundFailure?: (error: unknown) => void;
  /** Limits each database file to so many pages of 4 KiB, which is as good as a full disk. */
  readonly pagesMax?: number;
}

export interface SqliteStores {
  readonly records: RecordStore;
  readonly logs: LogStore;
  readonly messages: MessageStore;
  readonly work: WorkQueue;
  /** Waits for writes under way and closes the files. */
  close(): Promise<void>;
}

/**
 * Opens the databases of a folder, a file for each (`records.sqlite`, `logs.sqlite`, `messages.sqlite`, `work.sqlite`). Throws `SqliteTooOldError`, `StoreFullError`, or
 * an error that names the cause when a file is not a database of ours.
 */
export async function openSqlite(options: SqliteOptions): Promise<SqliteStores> {
  checkSqliteVersion(process.versions["sqlite"] ?? "0");
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const { folder, pagesMax } = options;
  const writer = await Writer.start({ folder, nowMs: options.clock.nowMs(), pagesMax });
  try {
    const reader = (name: LaneName): Connection => openReader(databaseFile(folder, name));
    return assemble(writer, { records: reader("records"), logs: reader("logs"), work: reader("work") }, options);
  } catch (error) {
    await writer.close();
    throw error;
  }
}

function openReader(file: string): Connection {
  try {
    return new Connection({ file, readOnly: true, synchronous: "NORMAL" });
  } catch (error) {
    throw errorOf(failureOf(error));
  }
}

function assemble(
  writer: Writer,
  readers: { readonly [Name in Exclude<LaneName, "messages">]: Connection },
  options: SqliteOptions,
): SqliteStores {
  const recordLane = new Lane<RecordWrite>((ops) => writer.commit("records", ops), {
    opsPerCommit: 512,
    bytesPerCommit: 4 * MIB,
    bytesWaiting: 256 * MIB,
    overflow: () => new Error("writes come in faster than the disk takes them; await each write, or send less"),
  });
  // Small commits, so that a record that waits for the same thread does not wait long.
  const logLane = new Lane<LogOp>((ops) => writer.commit("logs", ops), {
    opsPerCommit: 256,
    bytesPerCommit: MIB / 2,
    bytesWaiting: 64 * MIB,
    overflow: () => new LogBacklogFull(),
  });
  const workLane = new Lane<WorkOp, readonly number[]>((ops) => writer.commit("work", ops), {
    opsPerCommit: 512,
    bytesPerCommit: 4 * MIB,
    bytesWaiting: 128 * MIB,
    overflow: () => new Error("work comes in faster than the disk takes it; await each put, or send less"),
  });
  const claims = new WorkClaims();
  const messageLane = new Lane<MessageOp, MessageOpResult>((ops) => writer.commit("messages", ops), {
    opsPerCommit: 256,
    bytesPerCommit: 4 * MIB,
    bytesWaiting: 64 * MIB,
    overflow: () => new MessageBacklogFull(),
  });
  const collector = new Collector(
    () => logLane.submit({ op: "collect" }, 0),
    options.onBackgroundFailure ?? (() => {}),
  );
  collector.start();
  return {
    records: new SqliteRecordStore(readers.records, recordLane),
    logs: new SqliteLogStore(readers.logs, logLane, () => collector.start()),
    messages: new LaneMessageStore(messageLane),
    work: new SqliteWorkQueue(new WorkReader(readers.work, claims), claims, workLane, options.clock),
    close: once(async () => {
      await collector.stop();
      await Promise.all([recordLane.settled(), logLane.settled(), messageLane.settled(), workLane.settled()]);
      for (const reader of Object.values(readers)) reader.close();
      await writer.close();
    }),
  };
}

/** Closing twice is the same as closing once. */
function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
