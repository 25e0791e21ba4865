import { type ClientConfig, Pool, type PoolClient, TypeOverrides, types as driverTypes } from "pg";
import type { Clock } from "../../base/index.ts";
import { Disconnected, isContention, storeErrorOf, translated, unknownOutcome } from "./failures.ts";
import { Session } from "./session.ts";

/** How long callers wait for a database that is away, before they are told. */
const PATIENCE_MS = 5_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;
const CONNECT_TIMEOUT_MS = 5_000;
/** A query without an answer for so long has lost its server; the connection is given up. */
const QUERY_TIMEOUT_MS = 60_000;
const IDLE_CONNECTION_MS = 60_000;
/** A connection that is silent for so long is asked whether it is still there. */
const KEEPALIVE_MS = 30_000;
/** Transactions that were undone for the sake of others are begun anew so many times. */
const ATTEMPTS_MAX = 10;

/** Everything lives in a schema of its own, so that the database may be shared with other programs. */
export const SCHEMA = "hearth";

/** A connection whose other end is gone is noticed within a minute. */
export const KEEPALIVE: string =
  "set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3";

/** Every query goes through an index. The planner would rather sort a queue while its statistics are those of an empty one. */
export const SETTINGS: string =
  `set search_path = ${SCHEMA}; set enable_seqscan = off; set enable_bitmapscan = off; set jit = off; ` +
  `set client_min_messages = warning; set idle_in_transaction_session_timeout = '60s'; ${KEEPALIVE}`;

/** PostgreSQL's 8-byte integers as numbers: times, sizes and sequences stay far below 2^53. */
const types = new TypeOverrides();
types.setTypeParser(driverTypes.builtins.INT8, Number);

/** How every connection is made, except for its settings. */
export function connectionOptions(url: string): ClientConfig {
  return {
    connectionString: url,
    application_name: "hearth",
    types,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEPALIVE_MS,
  };
}

/** Without a listener an error between two queries would end the process; the next query meets it anyway. */
function metLater(): void {}

export interface SessionsOptions {
  /** `postgres://user:password@host:port/database`. */
  readonly url: string;
  readonly connectionsMax: number;
  readonly clock: Clock;
  readonly patienceMs?: number;
  /** Told once when the database goes away, and once when it is back. */
  readonly onOutage: (message: string) => void;
}

/** The connections to one database. They are made when they are needed, and again after they broke. */
export class Sessions {
  readonly #pool: Pool;
  readonly #clock: Clock;
  readonly #patienceMs: number;
  readonly #onOutage: (message: string) => void;
  #away = false;
  #closing = false;

  constructor({ url, connectionsMax, clock, patienceMs = PATIENCE_MS, onOutage }: SessionsOptions) {
    this.#clock = clock;
    this.#patienceMs = patienceMs;
    this.#onOutage = onOutage;
    this.#pool = new Pool({
      ...connectionOptions(url),
      max: connectionsMax,
      query_timeout: QUERY_TIMEOUT_MS,
      pipeline: true,
      idleTimeoutMillis: IDLE_CONNECTION_MS,
      verify: (client, done) => {
        client.query(SETTINGS, (error: Error | null) => done(error ?? undefined));
      },
    });
    this.#pool.on("error", () => {
      // An idle connection broke. The pool has removed it; the next query makes another, or tells why it cannot.
    });
  }

  /** Reads, and is free to read again when the connection breaks. Throws `StoreUnavailableError`. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#patiently(() => this.#with(work));
  }

  /**
   * Does `work` in a transaction, after the statements `open`, and commits. Work may be begun anew until it is
   * committed, so it must leave no traces elsewhere. Throws `StoreUnavailableError`, `StoreFullError`, and what `work` does.
   */
  transaction<T>(open: string, work: (session: Session) => Promise<T>): Promise<T> {
    return this.#patiently(() => this.#with((session) => this.#inTransaction(session, open, work)));
  }

  /** One attempt, without patience, for the start. Throws `Disconnected` or the error of the server. */
  once<T>(work: (session: Session) => Promise<T>): Promise<T> {
    return this.#with(work);
  }

  /** Waits for what is under way. */
  async close(): Promise<void> {
    this.#closing = true;
    await this.#pool.end();
  }

  async #with<T>(work: (session: Session) => Promise<T>): Promise<T> {
    const client = await this.#connect();
    client.on("error", metLater);
    let broken = false;
    try {
      return await work(new Session(client));
    } catch (error) {
      broken = error instanceof Disconnected || client.getTransactionStatus() !== "I";
      throw error;
    } finally {
      client.off("error", metLater);
      client.release(broken);
    }
  }

  async #connect(): Promise<PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw translated(error);
    }
  }

  async #inTransaction<T>(session: Session, open: string, work: (session: Session) => Promise<T>): Promise<T> {
    await session.execute(`begin; ${open}`);
    let result: T;
    try {
      result = await work(session);
    } catch (error) {
      if (!(error instanceof Disconnected)) await session.execute("rollback");
      throw error;
    }
    try {
      if ((await session.execute("commit")) !== "COMMIT") throw new Error("PostgreSQL undid a transaction unasked");
    } catch (error) {
      throw error instanceof Disconnected ? unknownOutcome(error) : error;
    }
    return result;
  }

  async #patiently<T>(attempt: () => Promise<T>): Promise<T> {
    const endMs = this.#clock.monotonicMs() + this.#patienceMs;
    let pauseMs = FIRST_PAUSE_MS;
    for (let count = 1; ; count++) {
      try {
        const result = await attempt();
        this.#seen(undefined);
        return result;
      } catch (error) {
        if (isContention(error) && count < ATTEMPTS_MAX) continue;
        if (!(error instanceof Disconnected) || this.#closing) throw storeErrorOf(error);
        this.#seen(error);
        if (this.#clock.monotonicMs() + pauseMs > endMs) throw storeErrorOf(error);
      }
      await this.#clock.sleep(pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }

  #seen(failure: Disconnected | undefined): void {
    if (this.#away === (failure !== undefined)) return;
    this.#away = failure !== undefined;
    this.#onOutage(
      failure === undefined
        ? "the PostgreSQL database is back"
        : `the PostgreSQL database cannot be reached (${failure.message}); trying again`,
    );
  }
}
