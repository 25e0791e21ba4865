import type { LaneOutcome } from "../lane.ts";
import { MessageActions } from "../message-actions.ts";
import type { MessageOp, MessageOpResult } from "../message-op.ts";
import { MESSAGE_LOCK } from "./locks.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import * as statements from "./statements.ts";
import { walk } from "./walk.ts";

/** Commits operations on messages, many in one transaction and in their order. */
export class MessageWriter {
  readonly #sessions: Sessions;
  readonly #actions = new MessageActions(statements);

  constructor(sessions: Sessions) {
    this.#sessions = sessions;
  }

  /** Throws what the first operation that cannot be done throws; then none is done. */
  async commit(ops: readonly MessageOp[]): Promise<readonly LaneOutcome<MessageOpResult>[]> {
    let isDone = false;
    try {
      const results = await this.#sessions.transaction(MESSAGE_LOCK, (session) => this.#apply(session, ops));
      isDone = true;
      return results.map((value) => ({ ok: true, value }));
    } finally {
      if (!isDone) this.#actions.undone();
    }
  }

  async #apply(session: Session, ops: readonly MessageOp[]): Promise<readonly MessageOpResult[]> {
    let isDone = false;
    try {
      const results: MessageOpResult[] = [];
      for (const op of ops) results.push(await walk(session, this.#actions.apply(op)));
      isDone = true;
      return results;
    } finally {
      // The transaction may be begun anew.
      if (!isDone) this.#actions.undone();
    }
  }
}
