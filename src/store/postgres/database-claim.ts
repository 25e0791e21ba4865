import { Client } from "pg";
import type { Clock, Random } from "../../base/index.ts";
import { END_FORMER_HOLDER, TAKE_DATABASE } from "./locks.ts";
import { DatabaseOpenError, openErrorOf, placeOf } from "./open-error.ts";
import { translated } from "./failures.ts";
import { connectionOptions, KEEPALIVE } from "./sessions.ts";

/** How long a server that was just killed may still seem to have the database. */
const FORMER_SERVER_MS = 3_000;
const RETRY_MS = 100;
const RECONNECT_MS = 1_000;

export interface DatabaseClaimOptions {
  readonly url: string;
  readonly clock: Clock;
  readonly random: Random;
  /** The connection broke, and before it could be made again another server took the database. */
  readonly onLost: (error: DatabaseOpenError) => void;
}

/**
 * Takes a database for one server alone, with a lock that PostgreSQL drops when the connection ends, however it ends.
 * A server remembers much of what it has read, so two on one database would not see each other's changes.
 * Throws `DatabaseOpenError`.
 */
export async function claimDatabase(options: DatabaseClaimOptions): Promise<{ release(): Promise<void> }> {
  const claim = new DatabaseClaim(options);
  await claim.take();
  return claim;
}

class DatabaseClaim {
  readonly #options: DatabaseClaimOptions;
  /** By which a connection of ours is known that PostgreSQL still believes in after it broke. */
  readonly #name: string;
  #client: Client | undefined;
  #released = false;

  constructor(options: DatabaseClaimOptions) {
    this.#options = options;
    this.#name = `hearth ${options.random.hex(8)}`;
  }

  async take(): Promise<void> {
    const { clock } = this.#options;
    const endMs = clock.monotonicMs() + FORMER_SERVER_MS;
    while (!(await this.#tryToTake())) {
      if (clock.monotonicMs() > endMs) throw this.#inUse();
      await clock.sleep(RETRY_MS);
    }
  }

  async release(): Promise<void> {
    this.#released = true;
    await this.#client?.end();
  }

  async #tryToTake(): Promise<boolean> {
    const { url } = this.#options;
    const client = new Client({ ...connectionOptions(url), application_name: this.#name });
    client.on("error", () => {
      // The end follows.
    });
    try {
      await client.connect();
      await client.query(KEEPALIVE);
      const answer = await client.query<{ taken: boolean }>(TAKE_DATABASE);
      if (answer.rows[0]?.taken === true) {
        this.#client = client;
        client.once("end", () => void this.#retake());
        return true;
      }
      await client.query(END_FORMER_HOLDER, [this.#name]);
      await client.end();
      return false;
    } catch (error) {
      await client.end();
      throw openErrorOf(translated(error), url);
    }
  }

  /** Tries until the database is there again. */
  async #retake(): Promise<void> {
    while (!this.#released) {
      try {
        await this.take();
        return;
      } catch (error) {
        if (error instanceof DatabaseOpenError && error.code === "in-use") {
          this.#options.onLost(error);
          return;
        }
        // It is away, which everyone who reads or writes tells.
        await this.#options.clock.sleep(RECONNECT_MS);
      }
    }
  }

  #inUse(): DatabaseOpenError {
    const place = placeOf(this.#options.url);
    return new DatabaseOpenError(
      "in-use",
      `another Hearth server has ${place}; stop that server, or name another database in --store`,
    );
  }
}
