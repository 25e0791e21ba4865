import type { Scope } from "../../base/index.ts";
import { numberOf } from "../columns.ts";
import type { Connection } from "./connection.ts";
import { insertLogGroup, insertLogStream, logGroup, logStream } from "./statements.ts";

/** How many groups and streams are remembered by id; beyond it they are looked up again. */
const REMEMBERED_MAX = 10_000;

/** Finds the ids of groups and streams, and remembers them, since appends go to few streams many times. */
export class LogIds {
  readonly #connection: Connection;
  readonly #groups = new Map<string, number>();
  readonly #streams = new Map<string, number>();

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  group({ accountId, region }: Scope, name: string): number | undefined {
    const key = `${accountId} ${region} ${name}`;
    return this.#remembered(this.#groups, key, () => {
      const row = this.#connection.get(logGroup, { accountId, region, name });
      return row && numberOf(row, "id");
    });
  }

  stream(groupId: number, name: string): number | undefined {
    return this.#remembered(this.#streams, `${groupId} ${name}`, () => {
      const row = this.#connection.get(logStream, { groupId, name });
      return row && numberOf(row, "id");
    });
  }

  /** Undefined when the group exists. */
  makeGroup({ accountId, region }: Scope, name: string, creationMs: number, tags: string): number | undefined {
    const row = this.#connection.get(insertLogGroup, { accountId, region, name, creationMs, tags });
    return row && numberOf(row, "id");
  }

  /** Undefined when the stream exists. */
  makeStream(groupId: number, name: string, creationMs: number): number | undefined {
    const row = this.#connection.get(insertLogStream, { groupId, name, creationMs });
    return row && numberOf(row, "id");
  }

  /** To be called when something was deleted or a transaction was undone. */
  forget(): void {
    this.#groups.clear();
    this.#streams.clear();
  }

  #remembered(ids: Map<string, number>, key: string, find: () => number | undefined): number | undefined {
    const known = ids.get(key);
    if (known !== undefined) return known;
    const id = find();
    if (id === undefined) return undefined;
    if (ids.size >= REMEMBERED_MAX) ids.clear();
    ids.set(key, id);
    return id;
  }
}
