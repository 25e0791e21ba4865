import type { Clock, Random } from "../base/index.ts";
import type { LogStore, MessageStore, RecordStore, WorkQueue } from "../store/index.ts";
import { openSqlite } from "../store/sqlite/index.ts";
import type { ServerConfig } from "./config.ts";
import { StartError } from "./start-error.ts";

/** Everything that is remembered outside of files. */
export interface Stores {
  readonly records: RecordStore;
  readonly logs: LogStore;
  readonly work: WorkQueue;
  readonly messages: MessageStore;
  /** Where it is, for people; undefined when it is in the data folder. */
  readonly database: string | undefined;
  close(): Promise<void>;
}

export interface StoreSurroundings {
  readonly folder: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: (error: unknown) => void;
}

/** Opens the store that was configured. Throws `StartError` when PostgreSQL cannot be used. */
export async function openStores(
  { databaseUrl }: Pick<ServerConfig, "databaseUrl">,
  { folder, clock, random, report }: StoreSurroundings,
): Promise<Stores> {
  if (databaseUrl === undefined) {
    const stores = await openSqlite({ folder, clock, onBackgroundFailure: report });
    return { ...stores, database: undefined };
  }
  // Only those who use it pay for its driver.
  const { claimDatabase, DatabaseOpenError, openPostgres, placeOf } = await import("../store/postgres/index.ts");
  try {
    const claim = await claimDatabase({ url: databaseUrl, clock, random, onLost: stopAtOnce });
    try {
      const whom = { url: databaseUrl, isAlone: true };
      const stores = await openPostgres({ ...whom, clock, random, report, onBackgroundFailure: report });
      const close = async (): Promise<void> => {
        await stores.close();
        await claim.release();
      };
      return { ...stores, database: placeOf(databaseUrl), close };
    } catch (error) {
      await claim.release();
      throw error;
    }
  } catch (error) {
    throw error instanceof DatabaseOpenError ? new StartError(error.message, undefined, { cause: error }) : error;
  }
}

/** What this server remembers may be out of date from now on, so it goes as after any error that nobody can mend. */
function stopAtOnce(error: Error): void {
  queueMicrotask(() => {
    throw error;
  });
}
