import { MessageActions } from "../message-actions.ts";
import type { MessageOp, MessageOpResult } from "../message-op.ts";
import type { Step, StepAnswer, Steps } from "../steps.ts";
import type { Connection } from "./connection.ts";
import type { Applier } from "./group-commit.ts";
import * as statements from "./statements.ts";

/** Applies the operations of the message store; runs in the writer thread. */
export class MessageWriter implements Applier<MessageOp, MessageOpResult> {
  readonly #connection: Connection;
  readonly #actions = new MessageActions(statements);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  apply(op: MessageOp): MessageOpResult {
    return walk(this.#connection, this.#actions.apply(op));
  }

  undone(): void {
    this.#actions.undone();
  }
}

/** Does step after step at once. */
function walk<T>(connection: Connection, steps: Steps<T>): T {
  let next = steps.next([]);
  while (next.done !== true) next = steps.next(answer(connection, next.value));
  return next.value;
}

function answer(connection: Connection, { want, statement, values }: Step): StepAnswer {
  switch (want) {
    case "row": {
      const row = connection.get(statement, values);
      return row === undefined ? [] : [row];
    }
    case "rows":
      return connection.all(statement, values);
    case "count":
      break;
  }
  return connection.run(statement, values);
}
