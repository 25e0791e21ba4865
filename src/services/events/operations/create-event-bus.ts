import { busArn } from "../arn.ts";
import { newBus } from "../directory/bus-record.ts";
import { eventsError } from "../errors.ts";
import type { EventsDependencies, Operation } from "../operation.ts";
import { storedSettings } from "../bus-settings.ts";
import { tagsOf } from "../tags.ts";

/** Event buses per account and region (Amazon EventBridge user guide, "Quotas"). */
const BUSES_MAX = 100;

/** Throws `ResourceAlreadyExistsException`, `LimitExceededException`, and `ValidationException` for a name with a slash. */
export function createEventBus({ directory, clock }: EventsDependencies): Operation<"CreateEventBus"> {
  return async (input, { scope }) => {
    const { Name: name, EventSourceName: source, Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig } = input;
    if (source !== undefined) throw eventsError("partner-source", { source });
    if (name.includes("/")) throw eventsError("bus-name-slash");
    const tags = tagsOf(input.Tags);
    const here = await directory.in(scope);
    return here.change(async () => {
      if (here.buses.has(name)) throw eventsError("bus-exists", { bus: name });
      if (here.buses.size >= BUSES_MAX) throw eventsError("too-many");
      await here.putBus({ ...newBus(name, clock.nowMs()), ...storedSettings(input), tags });
      return { EventBusArn: busArn(scope, name), Description, KmsKeyIdentifier, DeadLetterConfig, LogConfig };
    });
  };
}
