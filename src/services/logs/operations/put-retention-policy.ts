import { groupNotFound, invalidParameter } from "../errors.ts";
import type { LogsDependencies, Operation } from "../operation.ts";
import { RETENTION_DAYS } from "../retention.ts";

/** Throws `ResourceNotFoundException`, and `InvalidParameterException` for a number of days that AWS does not have. */
export function putRetentionPolicy({ logs }: LogsDependencies): Operation<"PutRetentionPolicy"> {
  return async (input, { scope }) => {
    if (!RETENTION_DAYS.includes(input.retentionInDays))
      throw invalidParameter(
        `1 validation error detected: Value '${input.retentionInDays}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [${RETENTION_DAYS.join(", ")}]`,
      );
    if (!(await logs.setRetention(scope, input.logGroupName, input.retentionInDays))) throw groupNotFound();
  };
}
