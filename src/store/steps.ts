import type { Statement } from "./statement.ts";

/** A row of any adapter. */
type Row = Readonly<Record<string, unknown>>;
export type StepValue = string | number | null;

/** One query of a longer piece of work. */
export interface Step {
  /** What is to be known of it before the next step. */
  readonly want: "row" | "rows" | "count" | "nothing";
  readonly statement: Statement;
  readonly values: Readonly<Record<string, StepValue>>;
}

/** What a step found: its rows, of which `row` wants the first alone, or how many rows it changed, which `nothing` ignores. */
export type StepAnswer = readonly Row[] | number;

/**
 * Work on a database, step by step. Whoever runs it does the queries, at once or some time later; so what is to be done
 * is written once for adapters that wait and for adapters that do not.
 */
export type Steps<T> = Generator<Step, T, StepAnswer>;

/** First row, or undefined. */
export function* firstRow<Name extends string>(
  statement: Statement<Name>,
  values: Readonly<Record<Name, StepValue>>,
): Steps<Row | undefined> {
  const answer = yield { want: "row", statement, values };
  return typeof answer === "number" ? undefined : answer[0];
}

export function* allRows<Name extends string>(
  statement: Statement<Name>,
  values: Readonly<Record<Name, StepValue>>,
): Steps<readonly Row[]> {
  const answer = yield { want: "rows", statement, values };
  return typeof answer === "number" ? [] : answer;
}

/** Changes rows, however many they are. */
export function* execute<Name extends string>(
  statement: Statement<Name>,
  values: Readonly<Record<Name, StepValue>>,
): Steps<void> {
  yield { want: "nothing", statement, values };
}

/** Changes rows; returns how many. */
export function* countChanged<Name extends string>(
  statement: Statement<Name>,
  values: Readonly<Record<Name, StepValue>>,
): Steps<number> {
  const answer = yield { want: "count", statement, values };
  return typeof answer === "number" ? answer : 0;
}
