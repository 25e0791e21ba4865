import { busNameOf } from "../arn.ts";
import type { TargetRecord } from "../directory/rule-record.ts";
import { eventsError } from "../errors.ts";
import type { EventsDependencies, Operation } from "../operation.ts";
import { targetRecord } from "../target-settings.ts";

/** Targets per rule (Amazon EventBridge user guide, "Quotas"). */
const TARGETS_MAX = 5;

/**
 * Adds targets, in place of those with the same id. Throws `ResourceNotFoundException`, `LimitExceededException`,
 * `ValidationException`.
 */
export function putTargets({ directory }: EventsDependencies): Operation<"PutTargets"> {
  return async ({ Rule, EventBusName, Targets }, { scope }) => {
    const added = Targets.map((target) => targetRecord(scope, target));
    checkIds(added);
    const here = await directory.in(scope);
    return here.change(async () => {
      const { record } = here.rule(busNameOf(scope, EventBusName), Rule);
      const targets = new Map([...record.targets, ...added].map((target) => [target.id, target]));
      if (targets.size > TARGETS_MAX) throw eventsError("too-many");
      await here.putRule({ ...record, targets: [...targets.values()] });
      return { FailedEntryCount: 0, FailedEntries: [] };
    });
  };
}

function checkIds(targets: readonly TargetRecord[]): void {
  const ids = targets.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw eventsError("twice-named-target", { target: twice });
}
