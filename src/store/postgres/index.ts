import type { Clock } from "../../base/index.ts";
import { Lane } from "../lane.ts";
import type { RecordStore } from "../ports/records.ts";
import { checkServer } from "./check-server.ts";
import { commitTogether } from "./group-commit.ts";
import { migrate } from "./migrate.ts";
import { openErrorOf } from "./open-error.ts";
import type { RecordWrite } from "./record-batch.ts";
import { RecordWriter } from "./record-writer.ts";
import { PostgresRecordStore } from "./records.ts";
import { Sessions } from "./sessions.ts";
import { recordMigrations } from "./statements.ts";

const MIB = 1_048_576;
/** Each lane writes over one at a time; the others are for those who read. */
const CONNECTIONS_MAX = 10;

export interface PostgresOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly clock: Clock;
  /** Told when the database goes away and comes back, and when work in the background fails. */
  readonly report: (message: string) => void;
}

export interface PostgresStores {
  readonly records: RecordStore;
  /** Waits for writes under way and closes the connections. */
  close(): Promise<void>;
}

/** Opens a database and brings it to the present schema. Throws `DatabaseOpenError`. */
export async function openPostgres({ url, clock, report }: PostgresOptions): Promise<PostgresStores> {
  const sessions = new Sessions({ url, clock, connectionsMax: CONNECTIONS_MAX, onOutage: report });
  try {
    await sessions.once(async (session) => {
      await checkServer(session);
      await migrate(session, { records: recordMigrations }, clock.nowMs());
    });
  } catch (error) {
    await sessions.close();
    throw openErrorOf(error, url);
  }
  return assemble(sessions);
}

function assemble(sessions: Sessions): PostgresStores {
  const recordWriter = new RecordWriter(sessions);
  const recordLane = new Lane<RecordWrite>((ops) => commitTogether(ops, (some) => recordWriter.commit(some)), {
    opsPerCommit: 512,
    bytesPerCommit: 4 * MIB,
    bytesWaiting: 256 * MIB,
    overflow: () => new Error("writes come in faster than the database takes them; await each write, or send less"),
  });
  let closed: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    await recordLane.settled();
    await sessions.close();
  };
  return {
    records: new PostgresRecordStore(sessions, recordLane),
    close: () => (closed ??= close()),
  };
}
