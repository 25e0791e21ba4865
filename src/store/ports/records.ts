export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One remembered thing. */
export interface StoredRecord {
  readonly key: string;
  readonly value: Json;
  /**
   * Rises by one with each write of this key, deletions included, so that a key made again does not repeat a version that
   * someone has seen; the token of optimistic concurrency.
   */
  readonly version: number;
}

/** `expect` is the version the writer has seen, or `absent`; without it the write is unconditional. */
export type RecordChange =
  | {
      readonly op: "put";
      readonly kind: string;
      readonly key: string;
      readonly value: Json;
      readonly expect?: number | "absent";
    }
  | { readonly op: "delete"; readonly kind: string; readonly key: string; readonly expect?: number };

export interface RecordQuery {
  /** Only keys that start with this. */
  readonly prefix: string;
  /** Only keys after this one, in byte order. */
  readonly after?: string;
  readonly limit: number;
}

/** A change that any node made, in commit order. */
export interface ChangeNotice {
  readonly sequence: number;
  readonly kind: string;
  readonly key: string;
}

/** The version expected by a conditional write was not the stored one. Nothing of the write was done. */
export class RecordConflict extends Error {
  readonly kind: string;
  readonly key: string;

  constructor(kind: string, key: string) {
    super(`${kind} ${key} was changed by someone else`);
    this.name = "RecordConflict";
    this.kind = kind;
    this.key = key;
  }
}

/**
 * What the control plane remembers: JSON values by kind (function, alias, key ...) and key, ordered by key in byte order.
 * Written values are durable when the promise resolves (they survive power loss), and all changes of one call happen or none.
 */
export interface RecordStore {
  get(kind: string, key: string): Promise<StoredRecord | undefined>;
  list(kind: string, query: RecordQuery): Promise<readonly StoredRecord[]>;
  /** Throws `RecordConflict` when an expectation fails, `StoreFullError` when the disk is full. */
  write(changes: readonly RecordChange[]): Promise<void>;
  /**
   * Changes after `sequence`, oldest first. Of several changes of one key the last alone is told; deletions are told
   * for the last 10,000 changes.
   */
  changesAfter(sequence: number, limit: number): Promise<readonly ChangeNotice[]>;
}

/** The disk is full; nothing of the write was kept and what was acknowledged before is intact. */
export class StoreFullError extends Error {
  /** `message` names another disk than that of the data folder. */
  constructor({
    message = "the disk that holds the data folder is full; free some space and try again",
    ...options
  }: ErrorOptions & { readonly message?: string } = {}) {
    super(message, options);
    this.name = "StoreFullError";
  }
}

/**
 * The database cannot be reached at the moment. A write that failed with it has not been done, unless `outcome` is
 * `unknown`: then the connection broke while the commit was under way.
 */
export class StoreUnavailableError extends Error {
  readonly outcome: "not-done" | "unknown";

  constructor(outcome: "not-done" | "unknown", message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreUnavailableError";
    this.outcome = outcome;
  }
}
