import { busArn, busNameOf } from "../arn.ts";
import { eventsError } from "../errors.ts";
import type { EventsDependencies, Operation } from "../operation.ts";
import { checkedPolicy, withStatement } from "../policy.ts";

/** Stores who may put events on the bus. Throws `ResourceNotFoundException`, `PolicyLengthExceededException`. */
export function putPermission({ directory, clock }: EventsDependencies): Operation<"PutPermission"> {
  return async (input, { scope }) => {
    const { Action, Principal, StatementId, Policy, Condition } = input;
    const here = await directory.in(scope);
    await here.change(async () => {
      const { record } = here.bus(busNameOf(scope, input.EventBusName));
      const modifiedAtMs = clock.nowMs();
      if (Policy !== undefined) {
        if (Action !== undefined || Principal !== undefined || StatementId !== undefined)
          throw eventsError("policy-members");
        await here.putBus({ ...record, policy: checkedPolicy(record.name, Policy), modifiedAtMs });
        return;
      }
      if (Action === undefined || Principal === undefined || StatementId === undefined)
        throw eventsError("policy-members");
      if (Action !== "events:PutEvents") throw eventsError("policy-action");
      const statement = {
        Sid: StatementId,
        Effect: "Allow",
        Principal: Principal === "*" ? "*" : { AWS: `arn:aws:iam::${Principal}:root` },
        Action,
        Resource: busArn(scope, record.name),
        ...(Condition === undefined ? {} : { Condition: { [Condition.Type]: { [Condition.Key]: Condition.Value } } }),
      };
      await here.putBus({ ...record, policy: withStatement(record.name, record.policy, statement), modifiedAtMs });
    });
  };
}
