import { groupNotFound } from "../errors.ts";
import type { LogsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function deleteLogGroup({ logs }: LogsDependencies): Operation<"DeleteLogGroup"> {
  return async (input, { scope }) => {
    if (!(await logs.deleteGroup(scope, input.logGroupName))) throw groupNotFound();
  };
}
