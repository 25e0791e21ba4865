import { DEFAULT_BUS } from "../arn.ts";
import { eventsError } from "../errors.ts";
import type { EventsDependencies, Operation } from "../operation.ts";

/** Deleting what is not there succeeds. Throws `ValidationException` for the default bus, and for a bus that has rules. */
export function deleteEventBus({ directory }: EventsDependencies): Operation<"DeleteEventBus"> {
  return async ({ Name: name }, { scope }) => {
    if (name === DEFAULT_BUS) throw eventsError("default-bus");
    const here = await directory.in(scope);
    await here.change(async () => {
      const bus = here.buses.get(name);
      if (bus === undefined) return;
      if (bus.rules.size > 0) throw eventsError("bus-has-rules", { bus: name });
      await here.deleteBus(name);
    });
  };
}
