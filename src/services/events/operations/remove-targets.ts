import { busNameOf } from "../arn.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/** Ids that the rule does not have are answered as failed. Throws `ResourceNotFoundException`. */
export function removeTargets({ directory }: EventsDependencies): Operation<"RemoveTargets"> {
  return async ({ Rule, EventBusName, Ids }, { scope }) => {
    const here = await directory.in(scope);
    return here.change(async () => {
      const { record, targets } = here.rule(busNameOf(scope, EventBusName), Rule);
      const kept = record.targets.filter(({ id }) => !Ids.includes(id));
      if (kept.length < record.targets.length) await here.putRule({ ...record, targets: kept });
      const failed = Ids.filter((id) => !targets.has(id)).map((id) => ({
        TargetId: id,
        ErrorCode: "ResourceNotFoundException",
        ErrorMessage: `Rule '${Rule}' does not have a target with the Id '${id}'.`,
      }));
      return { FailedEntryCount: failed.length, FailedEntries: failed };
    });
  };
}
