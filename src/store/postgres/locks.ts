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
