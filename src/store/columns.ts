/** A row of any adapter. */
type Row = Readonly<Record<string, unknown>>;

/** Reads a column that holds text; throws when it does not, since the schema is then not ours. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw unexpected(column, "text");
  return value;
}

/** Reads a column that holds a whole number. */
export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value !== "number") throw unexpected(column, "a number");
  return value;
}

/** Reads a column that holds bytes. */
export function bytesOf(row: Row, column: string): Uint8Array {
  const value = row[column];
  if (!(value instanceof Uint8Array)) throw unexpected(column, "bytes");
  return value;
}

/** Reads a column that holds a whole number or nothing. */
export function optionalNumberOf(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberOf(row, column);
}

/** Reads the answer to a condition, which SQLite gives as a number. */
export function isTrue(row: Row, column: string): boolean {
  return row[column] === true || row[column] === 1;
}

function unexpected(column: string, wanted: string): Error {
  return new Error(`the database holds something other than ${wanted} in column ${column}; the store is damaged`);
}
