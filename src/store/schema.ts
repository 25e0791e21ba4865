import { sql } from "kysely";
import type { Generated, Kysely, RawBuilder } from "kysely";

/** What the record store remembers. A deleted record keeps its row, without a value, so that its version never repeats. */
export interface RecordTable {
  kind: string;
  key: string;
  /** JSON text; null when deleted. */
  value: string | null;
  version: number;
  /** Place of the last change in the order of commits. */
  sequence: number;
}

export interface LogGroupTable {
  id: Generated<number>;
  account_id: string;
  region: string;
  name: string;
  creation_ms: number;
  retention_days: number | null;
  stored_bytes: number;
  /** JSON object. */
  tags: string;
}

export interface LogStreamTable {
  id: Generated<number>;
  group_id: number;
  name: string;
  creation_ms: number;
  first_event_ms: number | null;
  last_event_ms: number | null;
  last_ingestion_ms: number | null;
  stored_bytes: number;
}

export interface LogEventTable {
  sequence: Generated<number>;
  group_id: number;
  stream_id: number;
  timestamp_ms: number;
  ingestion_ms: number;
  message: string;
}

/** Groups and streams that were deleted and whose events wait to be removed in bounded steps. */
export interface LogGarbageTable {
  id: Generated<number>;
  /** Set when a whole group was deleted. */
  group_id: number | null;
  /** Set when one stream was deleted. */
  stream_id: number | null;
}

/** Work that was accepted and is not settled yet. */
export interface WorkTable {
  sequence: Generated<number>;
  queue: string;
  lane: string;
  id: string;
  /** When it may be claimed; where claims are stored, the end of the lease while one holds it. */
  due_ms: number;
  /** Rises with every claim, where claims are stored. */
  epoch: number;
  accepted_ms: number;
  /** JSON text. */
  state: string;
  payload: Uint8Array;
}

/** A queue; without a name it is forgotten, and its messages wait to be removed. */
export interface MessageQueueTable {
  id: Generated<number>;
  name: string | null;
  /** 1: messages of one group are delivered in order. */
  ordered: number;
  retention_ms: number;
  /** How many messages it holds, so that nobody has to count them. */
  total: number;
}

/** What changes of a message, and decides when it is received; its content stands apart, so that it is written once. */
export interface MessageTable {
  sequence: Generated<number>;
  queue_id: number;
  /** Of ordered queues only. */
  group_id: string | null;
  visible_at_ms: number;
  sent_ms: number;
  /** How often it was received in this queue. */
  epoch: number;
  /** How often it was received in queues where it was before. */
  receives_before: number;
  first_received_ms: number | null;
  received_ms: number | null;
}

export interface MessageContentTable {
  sequence: number;
  message_id: string;
  body: string;
  details: string;
  dead_letter_source: string | null;
}

/** The groups of ordered queues that have messages. */
export interface MessageGroupTable {
  queue_id: number;
  group_id: string;
  /** When its first message may be received: not while any of its messages is in flight. */
  available_at_ms: number;
}

export interface MessageDeduplicationTable {
  queue_id: number;
  key: string;
  until_ms: number;
  message_id: string;
  sequence: number;
}

/** Which migrations a database has been through. */
export interface MigrationTable {
  series: string;
  number: number;
  name: string;
  applied_ms: number;
}

/** The one schema of every SQL adapter. */
export interface Tables {
  record: RecordTable;
  log_group: LogGroupTable;
  log_stream: LogStreamTable;
  log_event: LogEventTable;
  log_garbage: LogGarbageTable;
  work: WorkTable;
  message_queue: MessageQueueTable;
  message: MessageTable;
  message_content: MessageContentTable;
  message_group: MessageGroupTable;
  message_deduplication: MessageDeduplicationTable;
  migration: MigrationTable;
}

export type Database = Kysely<Tables>;
export type Dialect = "sqlite" | "postgres";

/** Anything that Kysely can turn into SQL. */
export interface Compilable {
  compile(): { readonly sql: string; readonly parameters: readonly unknown[] };
}

/** Stands in a compiled query for a value that is known only when the query runs. */
export class Parameter {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A named parameter of a query that is compiled once and run often. */
export function param<T>(name: string): RawBuilder<T> {
  return sql<T>`${sql.val(new Parameter(name))}`;
}

export function text(name: string): RawBuilder<string> {
  return param<string>(name);
}

export function number(name: string): RawBuilder<number> {
  return param<number>(name);
}
