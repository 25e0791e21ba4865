import type { OperationContext } from "../../wire/index.ts";
import { busNameOf } from "./arn.ts";
import type { RuleRecord } from "./directory/rule-record.ts";
import type { EventsDependencies } from "./operation.ts";

interface RuleReference {
  readonly Name: string;
  readonly EventBusName?: string | undefined;
}

/** Enables or disables a rule. Throws `ResourceNotFoundException`. */
export async function setRuleState(
  { directory, schedules }: EventsDependencies,
  { Name, EventBusName }: RuleReference,
  { scope }: Pick<OperationContext, "scope">,
  state: RuleRecord["state"],
): Promise<void> {
  const here = await directory.in(scope);
  await here.change(async () => {
    const { record } = here.rule(busNameOf(scope, EventBusName), Name);
    if (record.state === state) return;
    const changed = { ...record, state };
    await here.putRule({ ...changed, scheduleId: await schedules.plan(scope, changed, record) });
  });
}
