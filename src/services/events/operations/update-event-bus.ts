import { busArn, busNameOf } from "../arn.ts";
import { answeredSettings, storedSettings } from "../bus-settings.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/** Throws `ResourceNotFoundException`. */
export function updateEventBus({ directory, clock }: EventsDependencies): Operation<"UpdateEventBus"> {
  return async (input, { scope }) => {
    const here = await directory.in(scope);
    return here.change(async () => {
      const { record } = here.bus(busNameOf(scope, input.Name));
      const updated = { ...record, ...storedSettings(input), modifiedAtMs: clock.nowMs() };
      await here.putBus(updated);
      return { Arn: busArn(scope, record.name), Name: record.name, ...answeredSettings(updated) };
    });
  };
}
