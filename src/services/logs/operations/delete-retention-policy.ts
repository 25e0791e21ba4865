import { groupNotFound } from "../errors.ts";
import type { LogsDependencies, Operation } from "../operation.ts";

/** Events of the group are kept for ever. Throws `ResourceNotFoundException`. */
export function deleteRetentionPolicy({ logs }: LogsDependencies): Operation<"DeleteRetentionPolicy"> {
  return async (input, { scope }) => {
    if (!(await logs.setRetention(scope, input.logGroupName, undefined))) throw groupNotFound();
  };
}
