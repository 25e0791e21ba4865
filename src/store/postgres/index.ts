import type { Clock, Random } from "../../base/index.ts";
import { Collector } from "../collector.ts";
import { Lane } from "../lane.ts";
import { LaneMessageStore } from "../lane-message-store.ts";
import type { LogOp } from "../log-ops.ts";
import type { MessageOp, MessageOpResult } from "../message-op.ts";
import { LogBacklogFull, type LogStore } from "../ports/logs.ts";
import { MessageBacklogFull, type MessageStore } from "../ports/messages.ts";
import type { RecordStore } from "../ports/records.ts";
import type { WorkQueue } from "../ports/work-queue.ts";
import { checkServer } from "./check-server.ts";
import { commitTogether } from "./group-commit.ts";
import { LogWriter } from "./log-writer.ts";
import { PostgresLogStore } from "./logs.ts";
import { MessageWriter } from "./message-writer.ts";
import { migrate } from "./migrate.ts";
import { openErrorOf } from "./open-error.ts";
import { type OpenWork, openWork } from "./open-work.ts";
import type { RecordWrite } from "./record-batch.ts";
import { RecordWriter } from "./record-writer.ts";
import { PostgresRecordStore } from "./records.ts";
import { Sessions } from "./sessions.ts";
import { logMigrations, messageMigrations, recordMigrations, workMigrations } from "./statements.ts";

export { claimDatabase } from "./database-claim.ts";
export { DatabaseOpenError, placeOf } from "./open-error.ts";

const SERIES = { records: recordMigrations, logs: logMigrations, work: workMigrations, messages: messageMigrations };
const MIB = 1_048_576;
/** Each lane writes over one at a time; the others are for those who read. */
const CONNECTIONS_MAX = 10;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  /** No other server works on the database, so what a former one held is free. See `claimDatabase`. */
  readonly isAlone?: boolean;
  /** How long callers wait for a database that is away; some seconds unless it is given. */
  readonly patienceMs?: number;
  /** Told when removing deleted logs in the background fails; it is tried again with the next deletion or start. */
  readonly onBackgroundFailure?: (error: unknown) => void;
  /** Told when the database goes away, and when it is back. */
  readonly report: (message: string) => void;
}

export interface PostgresStores {
  readonly records: RecordStore;
  readonly logs: LogStore;
  readonly work: WorkQueue;
  readonly messages: MessageStore;
  /** Waits for writes under way and closes the connections. */
  close(): Promise<void>;
}

/** Opens a database and brings it to the present schema. Throws `DatabaseOpenError`. */
export async function openPostgres(options: PostgresOptions): Promise<PostgresStores> {
  const { url, clock, report, patienceMs, onBackgroundFailure = () => {} } = options;
  const sessions = new Sessions({
    url,
    clock,
    connectionsMax: CONNECTIONS_MAX,
    onOutage: report,
    ...(patienceMs !== undefined && { patienceMs }),
  });
  try {
    await sessions.once(async (session) => {
      await checkServer(session);
      await migrate(session, SERIES, clock.nowMs());
    });
    const queue = await openWork(sessions, { ...options, onBackgroundFailure });
    return assemble(sessions, queue, onBackgroundFailure);
  } catch (error) {
    await sessions.close();
    throw openErrorOf(error, url);
  }
}

function assemble(sessions: Sessions, queue: OpenWork, onBackgroundFailure: (error: unknown) => void): PostgresStores {
  const recordWriter = new RecordWriter(sessions);
  const recordLane = new Lane<RecordWrite>((ops) => commitTogether(ops, (some) => recordWriter.commit(some)), {
    opsPerCommit: 512,
    bytesPerCommit: 4 * MIB,
    bytesWaiting: 256 * MIB,
    overflow: () => new Error("writes come in faster than the database takes them; await each write, or send less"),
  });
  const logWriter = new LogWriter(sessions);
  const logLane = new Lane<LogOp>((ops) => commitTogether(ops, (some) => logWriter.commit(some)), {
    opsPerCommit: 256,
    bytesPerCommit: MIB,
    bytesWaiting: 64 * MIB,
    overflow: () => new LogBacklogFull(),
  });
  const collector = new Collector(() => logLane.submit({ op: "collect" }, 0), onBackgroundFailure);
  collector.start();
  const messageWriter = new MessageWriter(sessions);
  const messageLane = new Lane<MessageOp, MessageOpResult>(
    (ops) => commitTogether(ops, (some) => messageWriter.commit(some)),
    {
      opsPerCommit: 256,
      bytesPerCommit: 4 * MIB,
      bytesWaiting: 64 * MIB,
      overflow: () => new MessageBacklogFull(),
    },
  );
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await collector.stop();
    await Promise.all([recordLane.settled(), logLane.settled(), queue.settled(), messageLane.settled()]);
    await sessions.close();
  };
  return {
    records: new PostgresRecordStore(sessions, recordLane),
    logs: new PostgresLogStore(sessions, logLane, () => collector.start()),
    messages: new LaneMessageStore(messageLane),
    work: queue.work,
    close: () => (closed ??= close()),
  };
}
