import type { Step, StepAnswer, Steps } from "../steps.ts";
import type { Connection } from "./connection.ts";

/** Does step after step at once. */
export function walk<T>(connection: Connection, steps: Steps<T>): T {
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
    case "nothing":
      break;
  }
  return connection.run(statement, values);
}
