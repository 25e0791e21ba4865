/** A query as text, with the names of its parameters in the order in which they are bound. */
export interface Statement<Name extends string = string> {
  readonly sql: string;
  readonly parameters: readonly Name[];
}

/** The numbered steps that bring a database from nothing to the present schema; a step that was released never changes. */
export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}
