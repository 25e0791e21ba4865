import { numberOf } from "../columns.ts";
import type { LaneOutcome } from "../lane.ts";
import type { LogOp } from "../log-ops.ts";
import { collectStep, expireStep } from "../log-removal.ts";
import { LogGroupMissing } from "../ports/logs.ts";
import { LOG_LOCK } from "./locks.ts";
import { type Append, appendAll } from "./log-append.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import * as statements from "./statements.ts";
import { walk } from "./walk.ts";

type Do<Name extends LogOp["op"]> = Extract<LogOp, { op: Name }>;

/** Logs may lose their last moments with the power, so that a commit does not wait for the disk. */
const OPEN = `${LOG_LOCK}; set local synchronous_commit = off`;

/** Commits operations on logs, many in one transaction and in their order. */
export class LogWriter {
  readonly #sessions: Sessions;

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  commit(ops: readonly LogOp[]): Promise<readonly LaneOutcome<number>[]> {
    return this.#sessions.transaction(OPEN, async (session) => {
      const outcomes: LaneOutcome<number>[] = [];
      let appends: Append[] = [];
      for (const op of ops) {
        if (op.op === "append") {
          appends.push(...op.batches.map((batch) => ({ ...batch, ingestionMs: op.ingestionMs })));
          outcomes.push({ ok: true, value: op.batches.length });
          continue;
        }
        await appendAll(session, appends);
        appends = [];
        outcomes.push(await apply(session, op));
      }
      await appendAll(session, appends);
      return outcomes;
    });
  }
}

async function apply(session: Session, op: Exclude<LogOp, { op: "append" }>): Promise<LaneOutcome<number>> {
  if (op.op === "create-stream") return createStream(session, op);
  return { ok: true, value: await count(session, op) };
}

async function count(
  session: Session,
  op: Exclude<LogOp, { op: "append" } | { op: "create-stream" }>,
): Promise<number> {
  switch (op.op) {
    case "create-group": {
      const { accountId, region } = op.scope;
      return session.run(statements.insertLogGroup, {
        accountId,
        region,
        name: op.group,
        creationMs: op.creationMs,
        tags: op.tags,
      });
    }
    case "delete-group":
      return deleteGroup(session, op);
    case "set-retention": {
      const { scope, group, retentionDays = null } = op;
      return session.run(statements.setLogRetention, { ...scope, name: group, retentionDays });
    }
    case "set-tags":
      return session.run(statements.setLogTags, { ...op.scope, name: op.group, tags: op.tags });
    case "delete-stream":
      return deleteStream(session, op);
    case "expire":
      return walk(session, expireStep(statements, op.groupId, op.beforeMs));
    case "collect":
      break;
  }
  return (await walk(session, collectStep(statements))) ? 1 : 0;
}

async function groupId(
  session: Session,
  { scope, group }: Pick<Do<"delete-group">, "scope" | "group">,
): Promise<number | undefined> {
  const row = await session.row(statements.logGroup, { ...scope, name: group });
  return row && numberOf(row, "id");
}

/** The group is gone at once; its streams and events are removed later, in steps. */
async function deleteGroup(session: Session, op: Do<"delete-group">): Promise<number> {
  const id = await groupId(session, op);
  if (id === undefined) return 0;
  await session.run(statements.deleteLogGroup, { id });
  await session.run(statements.insertGarbage, { groupId: id, streamId: null });
  return 1;
}

async function createStream(session: Session, op: Do<"create-stream">): Promise<LaneOutcome<number>> {
  const id = await groupId(session, op);
  if (id === undefined) return { ok: false, error: new LogGroupMissing(op.group) };
  const made = await session.run(statements.insertLogStream, {
    groupId: id,
    name: op.stream,
    creationMs: op.creationMs,
  });
  return { ok: true, value: made };
}

async function deleteStream(session: Session, op: Do<"delete-stream">): Promise<number> {
  const id = await groupId(session, op);
  const row = id === undefined ? undefined : await session.row(statements.logStream, { groupId: id, name: op.stream });
  if (id === undefined || row === undefined) return 0;
  const streamId = numberOf(row, "id");
  await session.run(statements.deleteLogStream, { id: streamId });
  await session.run(statements.growLogGroup, { id, bytes: -numberOf(row, "stored_bytes") });
  await session.run(statements.insertGarbage, { groupId: null, streamId });
  return 1;
}
