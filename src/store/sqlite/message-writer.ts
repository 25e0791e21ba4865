import { MessageActions } from "../message-actions.ts";
import type { MessageOp, MessageOpResult } from "../message-op.ts";
import type { Connection } from "./connection.ts";
import type { Applier } from "./group-commit.ts";
import * as statements from "./statements.ts";
import { walk } from "./walk.ts";

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
