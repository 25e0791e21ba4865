import { groupExists, invalidParameter } from "../errors.ts";
import type { LogsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceAlreadyExistsException`; `InvalidParameterException` for what log groups here cannot be. */
export function createLogGroup({ logs, clock }: LogsDependencies): Operation<"CreateLogGroup"> {
  return async (input, { scope }) => {
    if (input.logGroupClass !== undefined && input.logGroupClass !== "STANDARD")
      throw invalidParameter(`logGroupClass ${input.logGroupClass} is not available here; use STANDARD.`);
    if (input.kmsKeyId !== undefined)
      throw invalidParameter("Encryption of log groups with a KMS key is not available here; leave kmsKeyId out.");
    if (input.deletionProtectionEnabled === true)
      throw invalidParameter("Deletion protection is not available here; leave deletionProtectionEnabled out.");
    const created = await logs.createGroup(scope, {
      name: input.logGroupName,
      creationTimeMs: clock.nowMs(),
      tags: input.tags ?? {},
    });
    if (!created) throw groupExists();
  };
}
