import { DatabaseSync } from "node:sqlite";
import type { SQLInputValue, SQLOutputValue, StatementSync } from "node:sqlite";
import type { Statement } from "../statement.ts";

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** What a database file is for decides how its commits reach the disk. */
export interface ConnectionOptions {
  readonly file: string;
  readonly readOnly: boolean;
  /** `FULL` flushes each commit to the disk; `NORMAL` only keeps the file consistent across a loss of power. */
  readonly synchronous: "FULL" | "NORMAL";
}

const PAGE_CACHE_KIB = 4_096;
/** The write-ahead log is cut back to this size once its content is in the main file. */
const WAL_BYTES_KEPT = 16 * 1_048_576;
/** Only a reader of another process (a backup, say) can make us wait. */
const BUSY_TIMEOUT_MS = 5_000;

/** One connection to one database file. Statements are prepared on first use and kept. */
export class Connection {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<Statement, StatementSync>();

  constructor({ file, readOnly, synchronous }: ConnectionOptions) {
    this.#database = new DatabaseSync(file, { readOnly, timeout: BUSY_TIMEOUT_MS });
    try {
      if (!readOnly) this.#database.exec("pragma auto_vacuum = incremental; pragma journal_mode = wal");
      this.#database.exec(
        `pragma synchronous = ${synchronous}; pragma cache_size = -${PAGE_CACHE_KIB};` +
          `pragma journal_size_limit = ${WAL_BYTES_KEPT}; pragma temp_store = memory`,
      );
    } catch (error) {
      this.#database.close();
      throw error;
    }
  }

  /** First row, or undefined. */
  get<Name extends string>(statement: Statement<Name>, values: Record<Name, SQLInputValue>): Row | undefined {
    return this.#prepare(statement).get(...bind(statement, values));
  }

  all<Name extends string>(statement: Statement<Name>, values: Record<Name, SQLInputValue>): readonly Row[] {
    return this.#prepare(statement).all(...bind(statement, values));
  }

  /** Rows one at a time, so that the caller may stop when it has enough; it must not await in between. */
  each<Name extends string>(statement: Statement<Name>, values: Record<Name, SQLInputValue>): Iterable<Row> {
    return this.#prepare(statement).iterate(...bind(statement, values));
  }

  /** Returns how many rows were changed. */
  run<Name extends string>(statement: Statement<Name>, values: Record<Name, SQLInputValue>): number {
    return Number(this.#prepare(statement).run(...bind(statement, values)).changes);
  }

  /** For transaction control, pragmas and migrations. */
  execute(sql: string): void {
    this.#database.exec(sql);
  }

  /** The single number that a pragma answers. */
  pragma(name: string): number {
    return Number(Object.values(this.#database.prepare(`pragma ${name}`).get() ?? {})[0] ?? 0);
  }

  /** Whether a transaction is open; SQLite itself rolls back when the disk is full. */
  get inTransaction(): boolean {
    return this.#database.isTransaction;
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(statement: Statement): StatementSync {
    let prepared = this.#prepared.get(statement);
    if (prepared === undefined) {
      prepared = this.#database.prepare(statement.sql);
      this.#prepared.set(statement, prepared);
    }
    return prepared;
  }
}

function bind<Name extends string>(statement: Statement<Name>, values: Record<Name, SQLInputValue>): SQLInputValue[] {
  return statement.parameters.map((name) => values[name]);
}
