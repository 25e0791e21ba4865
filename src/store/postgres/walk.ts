import type { Step, StepAnswer, Steps } from "../steps.ts";
import type { Session } from "./session.ts";

/**
 * Does step after step. Changes of which nothing is wanted are sent without waiting for their answer, which costs a
 * journey less for each: the server does them in their order, and what goes wrong with one is thrown before the
 * transaction can be committed.
 */
export async function walk<T>(session: Session, steps: Steps<T>): Promise<T> {
  const sent: Promise<number>[] = [];
  try {
    let next = steps.next([]);
    while (next.done !== true) {
      if (next.value.want === "nothing") {
        const change = session.run(next.value.statement, next.value.values);
        change.catch(() => {
          // Thrown below.
        });
        sent.push(change);
        next = steps.next(0);
      } else next = steps.next(await answer(session, next.value));
    }
    return next.value;
  } finally {
    // After a change that failed every query fails; the first failure tells why.
    await Promise.all(sent);
  }
}

async function answer(session: Session, { want, statement, values }: Step): Promise<StepAnswer> {
  return want === "count" ? session.run(statement, values) : session.rows(statement, values);
}
