import { join } from "node:path";
import type { Migration } from "../statement.ts";
import { Connection } from "./connection.ts";
import type { Applier } from "./group-commit.ts";
import { LogWriter } from "./log-writer.ts";
import { MessageWriter } from "./message-writer.ts";
import { migrate } from "./migrate.ts";
import type { LaneName, OpOf, ResultOf, WriterOptions } from "./protocol.ts";
import { RecordWriter } from "./record-writer.ts";
import { logMigrations, messageMigrations, recordMigrations, workMigrations } from "./statements.ts";
import { WorkWriter } from "./work-writer.ts";

interface DatabaseKind<Name extends LaneName> {
  /** `FULL` where an acknowledgement promises durability. */
  readonly synchronous: "FULL" | "NORMAL";
  readonly migrations: readonly Migration[];
  readonly applier: (connection: Connection) => Applier<OpOf<Name>, ResultOf<Name>>;
}

/** A file of its own for each lane, so that one's commits do not wait for another's checkpoints. */
const DATABASES: { readonly [Name in LaneName]: DatabaseKind<Name> } = {
  records: {
    synchronous: "FULL",
    migrations: recordMigrations,
    applier: (connection) => new RecordWriter(connection),
  },
  logs: {
    synchronous: "NORMAL",
    migrations: logMigrations,
    applier: (connection) => new LogWriter(connection),
  },
  messages: {
    synchronous: "FULL",
    migrations: messageMigrations,
    applier: (connection) => new MessageWriter(connection),
  },
  work: {
    synchronous: "FULL",
    migrations: workMigrations,
    applier: (connection) => new WorkWriter(connection),
  },
};

/** A database as the writer thread has it open. */
export interface OpenDatabase<Name extends LaneName> {
  readonly connection: Connection;
  readonly applier: Applier<OpOf<Name>, ResultOf<Name>>;
}

/** Where a lane's database is kept. */
export function databaseFile(folder: string, name: LaneName): string {
  return join(folder, `${name}.sqlite`);
}

/** Opens a database for writing and brings it to the present schema. */
export function openDatabase<Name extends LaneName>(name: Name, options: WriterOptions): OpenDatabase<Name> {
  const { synchronous, migrations, applier } = DATABASES[name];
  const connection = new Connection({ file: databaseFile(options.folder, name), readOnly: false, synchronous });
  if (options.pagesMax !== undefined) connection.execute(`pragma max_page_count = ${options.pagesMax}`);
  migrate(connection, name, migrations, options.nowMs);
  return { connection, applier: applier(connection) };
}
