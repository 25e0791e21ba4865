import { LogGroupMissing } from "../ports/logs.ts";
import { numberOf } from "../columns.ts";
import type { Connection } from "./connection.ts";
import type { Applier } from "./group-commit.ts";
import { appendBatches } from "./log-append.ts";
import { LogIds } from "./log-ids.ts";
import type { LogOp } from "../log-ops.ts";
import { collectStep, expireStep } from "../log-removal.ts";
import * as statements from "./statements.ts";
import { vacuumStep } from "./vacuum.ts";
import { walk } from "./walk.ts";

type Do<Name extends LogOp["op"]> = Extract<LogOp, { op: Name }>;

/** Applies operations on logs; runs in the writer thread. */
export class LogWriter implements Applier<LogOp> {
  readonly #connection: Connection;
  readonly #ids: LogIds;

  constructor(connection: Connection) {
    this.#connection = connection;
    this.#ids = new LogIds(connection);
  }

  apply(op: LogOp): number {
    switch (op.op) {
      case "create-group":
        return this.#ids.makeGroup(op.scope, op.group, op.creationMs, op.tags) === undefined ? 0 : 1;
      case "delete-group":
        return this.#deleteGroup(op);
      case "set-retention":
        return this.#connection.run(statements.setLogRetention, {
          ...op.scope,
          name: op.group,
          retentionDays: op.retentionDays ?? null,
        });
      case "set-tags":
        return this.#connection.run(statements.setLogTags, { ...op.scope, name: op.group, tags: op.tags });
      case "create-stream":
        return this.#createStream(op);
      case "delete-stream":
        return this.#deleteStream(op);
      case "append":
        return appendBatches(this.#connection, this.#ids, op.batches, op.ingestionMs);
      case "expire":
        return walk(this.#connection, expireStep(statements, op.groupId, op.beforeMs));
      case "collect":
        break;
    }
    return walk(this.#connection, collectStep(statements)) ? 1 : vacuumStep(this.#connection);
  }

  undone(): void {
    this.#ids.forget();
  }

  /** The group is gone at once; its streams and events are removed later, in steps. */
  #deleteGroup({ scope, group }: Do<"delete-group">): number {
    const id = this.#ids.group(scope, group);
    if (id === undefined) return 0;
    this.#connection.run(statements.deleteLogGroup, { id });
    this.#connection.run(statements.insertGarbage, { groupId: id, streamId: null });
    this.#ids.forget();
    return 1;
  }

  #createStream({ scope, group, stream, creationMs }: Do<"create-stream">): number {
    const groupId = this.#ids.group(scope, group);
    if (groupId === undefined) throw new LogGroupMissing(group);
    return this.#ids.makeStream(groupId, stream, creationMs) === undefined ? 0 : 1;
  }

  #deleteStream({ scope, group, stream }: Do<"delete-stream">): number {
    const groupId = this.#ids.group(scope, group);
    const row =
      groupId === undefined ? undefined : this.#connection.get(statements.logStream, { groupId, name: stream });
    if (groupId === undefined || row === undefined) return 0;
    const id = numberOf(row, "id");
    this.#connection.run(statements.deleteLogStream, { id });
    this.#connection.run(statements.growLogGroup, { id: groupId, bytes: -numberOf(row, "stored_bytes") });
    this.#connection.run(statements.insertGarbage, { groupId: null, streamId: id });
    this.#ids.forget();
    return 1;
  }
}
