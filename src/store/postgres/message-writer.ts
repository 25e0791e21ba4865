import type { LaneOutcome } from "../lane.ts";
import { MessageActions } from "../message-actions.ts";
import type { MessageOp, MessageOpResult } from "../message-op.ts";
import type { Steps } from "../steps.ts";
import { MESSAGE_LOCK } from "./locks.ts";
import type { Session } from "./session.ts";
import type { Sessions } from "./sessions.ts";
import * as statements from "./statements.ts";

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

/**
 * Does step after step. Changes are sent without waiting for their answer, which costs a journey less for each: the
 * server does them in their order, and what goes wrong with one is thrown before the transaction can be committed.
 */
async function walk<T>(session: Session, steps: Steps<T>): Promise<T> {
  const sent: Promise<number>[] = [];
  try {
    let next = steps.next([]);
    while (next.done !== true) {
      const { want, statement, values } = next.value;
      if (want === "count") {
        const change = session.run(statement, values);
        change.catch(() => {
          // Thrown below.
        });
        sent.push(change);
        next = steps.next(0);
      } else next = steps.next(await session.rows(statement, values));
    }
    return next.value;
  } finally {
    // After a change that failed every query fails; the first failure tells why.
    await Promise.all(sent);
  }
}
