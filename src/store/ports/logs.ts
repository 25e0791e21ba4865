import type { Scope } from "../../base/index.ts";

export interface LogGroup {
  readonly name: string;
  readonly creationTimeMs: number;
  readonly retentionDays: number | undefined;
  readonly storedBytes: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LogStream {
  readonly name: string;
  readonly creationTimeMs: number;
  readonly firstEventTimeMs: number | undefined;
  readonly lastEventTimeMs: number | undefined;
  readonly lastIngestionTimeMs: number | undefined;
  readonly storedBytes: number;
}

export interface NewLogEvent {
  readonly timestampMs: number;
  readonly message: string;
}

export interface LogEvent extends NewLogEvent {
  readonly stream: string;
  readonly ingestionTimeMs: number;
  /** Orders events of equal time as they were appended; unique in the store. */
  readonly sequence: number;
}

/** A place between two events: everything up to and including this one has been read. */
export interface LogCursor {
  readonly timestampMs: number;
  readonly sequence: number;
}

export interface LogQuery {
  /** Only these streams; all of the group when undefined. */
  readonly streams?: readonly string[];
  readonly streamPrefix?: string;
  /** Inclusive. */
  readonly fromMs?: number;
  /** Exclusive. */
  readonly toMs?: number;
  /** Strictly after this place (before it when `newestFirst`). */
  readonly after?: LogCursor;
  readonly newestFirst?: boolean;
  readonly limit: number;
  /**
   * Ends the page early once its messages (each counted with 26 bytes more) reach this; it always holds one event if
   * there is any. A page with fewer events than `limit` is then not the last one.
   */
  readonly bytesMax?: number;
}

export interface LogGroupQuery {
  readonly prefix?: string;
  /** Case-insensitive substring. */
  readonly pattern?: string;
  readonly after?: string;
  readonly limit: number;
}

export interface LogStreamQuery {
  readonly prefix?: string;
  readonly orderBy: "name" | "lastEventTime";
  readonly descending: boolean;
  /** How many streams to pass over. */
  readonly offset: number;
  readonly limit: number;
}

/** One batch for one stream. */
export interface LogBatch {
  readonly scope: Scope;
  readonly group: string;
  readonly stream: string;
  readonly events: readonly NewLogEvent[];
}

/** A stream was to be made in a log group that does not exist. */
export class LogGroupMissing extends Error {
  readonly group: string;

  constructor(group: string) {
    super(`there is no log group ${group}`);
    this.name = "LogGroupMissing";
    this.group = group;
  }
}

/** Events come in faster than the disk takes them. Nothing of the append was kept. */
export class LogBacklogFull extends Error {
  constructor() {
    super("logs come in faster than the disk takes them; await each append, or send less");
    this.name = "LogBacklogFull";
  }
}

/** Log groups, streams and events. Appends survive a crash of the process; the last moments may be lost with the power. */
export interface LogStore {
  /** False when it exists. */
  createGroup(
    scope: Scope,
    group: { name: string; creationTimeMs: number; tags: Readonly<Record<string, string>> },
  ): Promise<boolean>;
  /** With its streams and events. False when there is none. */
  deleteGroup(scope: Scope, name: string): Promise<boolean>;
  /** `undefined` keeps events for ever. False when there is no such group. */
  setRetention(scope: Scope, name: string, retentionDays: number | undefined): Promise<boolean>;
  setTags(scope: Scope, name: string, tags: Readonly<Record<string, string>>): Promise<boolean>;
  group(scope: Scope, name: string): Promise<LogGroup | undefined>;
  listGroups(scope: Scope, query: LogGroupQuery): Promise<readonly LogGroup[]>;
  /** False when it exists; throws `LogGroupMissing` when the group does not. */
  createStream(scope: Scope, group: string, stream: { name: string; creationTimeMs: number }): Promise<boolean>;
  deleteStream(scope: Scope, group: string, name: string): Promise<boolean>;
  stream(scope: Scope, group: string, name: string): Promise<LogStream | undefined>;
  listStreams(scope: Scope, group: string, query: LogStreamQuery): Promise<readonly LogStream[]>;
  /**
   * Appends all batches in one transaction; makes missing groups and streams, stamped with `ingestionTimeMs`. Resolves
   * once committed: whoever awaits it never gets ahead of the disk. Throws `LogBacklogFull` when tens of MiB already
   * wait, `StoreFullError` when the disk is full.
   */
  append(batches: readonly LogBatch[], ingestionTimeMs: number): Promise<void>;
  /** Ordered by time, then by sequence. */
  read(scope: Scope, group: string, query: LogQuery): Promise<readonly LogEvent[]>;
  /** Deletes events older than their group's retention; returns how many. */
  expire(nowMs: number): Promise<number>;
}
