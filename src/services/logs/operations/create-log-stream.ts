import { streamExists } from "../errors.ts";
import { existingGroup } from "../group-reference.ts";
import type { LogsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException` and `ResourceAlreadyExistsException`. */
export function createLogStream({ logs, clock }: LogsDependencies): Operation<"CreateLogStream"> {
  return async (input, { scope }) => {
    const group = await existingGroup(logs, scope, input.logGroupName);
    const stream = { name: input.logStreamName, creationTimeMs: clock.nowMs() };
    if (!(await logs.createStream(scope, group.name, stream))) throw streamExists();
  };
}
