/** The first number of all advisory locks of Hearth: "hear" in ASCII, so that other programs hardly have the same. */
const FAMILY = 0x68_65_61_72;

function lock(number: number): string {
  return `select pg_advisory_xact_lock(${FAMILY}, ${number})`;
}

/** Held while the schema is made or changed. */
export const MIGRATION_LOCK: string = lock(1);

/**
 * Held by every transaction that writes records, from its beginning to its end. So the order in which sequences are
 * given out is the order of commits, whoever writes: who sees a change has seen, or sees, all with lower sequences.
 */
export const RECORD_LOCK: string = lock(2);

/** The same for the sequences of log events. */
export const LOG_LOCK: string = lock(3);

/** Held by every transaction on messages, which are received by one caller at a time. */
export const MESSAGE_LOCK: string = lock(5);

const DATABASE_LOCK = 4;

/** Held by the one server that has the database, for as long as its connection lives. */
export const TAKE_DATABASE: string = `select pg_try_advisory_lock(${FAMILY}, ${DATABASE_LOCK}) as taken`;

/** Ends the connection that has the database if its name is $1: one of our own that broke without PostgreSQL's knowing. */
export const END_FORMER_HOLDER: string =
  "select pg_terminate_backend(activity.pid) from pg_locks join pg_stat_activity as activity using (pid) " +
  `where pg_locks.locktype = 'advisory' and pg_locks.classid = ${FAMILY} and pg_locks.objid = ${DATABASE_LOCK} ` +
  "and activity.datname = current_database() and activity.application_name = $1";
