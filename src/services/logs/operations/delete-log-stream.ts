import { streamNotFound } from "../errors.ts";
import { existingGroup } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function deleteLogStream({ logs }: LogsDependencies): Operation<"DeleteLogStream"> {
  return async (input, { scope }) => {
    const group = await existingGroup(logs, scope, input.logGroupName);
    if (!(await logs.deleteStream(scope, group.name, input.logStreamName))) throw streamNotFound();
  };
}
