import { busNameOf } from "../arn.ts";
import { eventsError } from "../errors.ts";
import type { EventsDependencies, Operation } from "../operation.ts";
import { withoutStatement } from "../policy.ts";

/** Throws `ResourceNotFoundException` when there is no such bus, policy or statement. */
export function removePermission({ directory, clock }: EventsDependencies): Operation<"RemovePermission"> {
  return async ({ StatementId, RemoveAllPermissions = false, EventBusName }, { scope }) => {
    const here = await directory.in(scope);
    await here.change(async () => {
      const { record } = here.bus(busNameOf(scope, EventBusName));
      if (!RemoveAllPermissions && StatementId === undefined) throw eventsError("statement-id");
      const policy =
        RemoveAllPermissions || StatementId === undefined
          ? null
          : withoutStatement(record.name, record.policy, StatementId);
      await here.putBus({ ...record, policy, modifiedAtMs: clock.nowMs() });
    });
  };
}
