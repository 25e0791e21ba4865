import type { Client } from "pg";
import type { Statement } from "../statement.ts";
import { translated } from "./failures.ts";

export type Row = Readonly<Record<string, unknown>>;
export type Value = string | number | boolean | null | Uint8Array;

const names = new WeakMap<Statement, string>();
let statementCount = 0;

/** The server keeps a plan under this name for as long as the connection lives. */
function nameOf(statement: Statement): string {
  let name = names.get(statement);
  if (name === undefined) {
    name = `hearth_${++statementCount}`;
    names.set(statement, name);
  }
  return name;
}

/** One connection. Statements are prepared on first use. Throws `Disconnected`, or the `DatabaseError` of the server. */
export class Session {
  readonly #client: Pick<Client, "query">;

  constructor(client: Pick<Client, "query">) {
    this.#client = client;
  }

  async rows<Name extends string>(statement: Statement<Name>, values: Record<Name, Value>): Promise<readonly Row[]> {
    return (await this.#query(statement, values)).rows;
  }

  /** First row, or undefined. */
  async row<Name extends string>(statement: Statement<Name>, values: Record<Name, Value>): Promise<Row | undefined> {
    return (await this.rows(statement, values))[0];
  }

  /** Returns how many rows were changed. */
  async run<Name extends string>(statement: Statement<Name>, values: Record<Name, Value>): Promise<number> {
    return (await this.#query(statement, values)).rowCount ?? 0;
  }

  /** For transaction control, settings and migrations; answers the name of the last command that was done. */
  async execute(sql: string): Promise<string> {
    try {
      const result: unknown = await this.#client.query(sql);
      const last: unknown = Array.isArray(result) ? result.at(-1) : result;
      return typeof last === "object" && last !== null && "command" in last ? String(last.command) : "";
    } catch (error) {
      throw translated(error);
    }
  }

  async #query<Name extends string>(
    statement: Statement<Name>,
    values: Record<Name, Value>,
  ): Promise<{ rows: Row[]; rowCount: number | null }> {
    const bound = statement.parameters.map((name) => values[name]);
    try {
      return await this.#client.query<Row>({ name: nameOf(statement), text: statement.sql, values: bound });
    } catch (error) {
      throw translated(error);
    }
  }
}
