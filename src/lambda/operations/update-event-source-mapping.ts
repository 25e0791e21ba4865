import type { ControlPlane, LambdaHandler } from "../control-plane.ts";
import { mappingOutput } from "../event-sources/mapping-output.ts";
import type { MappingRecord } from "../event-sources/mapping-record.ts";
import { applySettings } from "../event-sources/mapping-settings.ts";
import type { Transition } from "../event-sources/mapping-state.ts";
import { changeMapping, findMapping, mappedFunction } from "../event-sources/mappings.ts";
import { checkSettings } from "../event-sources/settings-check.ts";
import { keepFixedMembers, refuseForeignMembers } from "../event-sources/source-members.ts";

const ACTION = "lambda:UpdateEventSourceMapping";

/** `UpdateEventSourceMapping`: what is not given stays, what is given empty goes. */
export function updateEventSourceMapping(plane: ControlPlane): LambdaHandler<"UpdateEventSourceMapping"> {
  return async (input, context) => {
    const { FunctionName, UUID, Enabled, ...members } = input;
    const find = () => findMapping(plane, UUID, context);
    const record = await changeMapping(plane, find, async (former): Promise<MappingRecord> => {
      const { kind } = former.source;
      const settings = applySettings(former.settings, members);
      refuseForeignMembers(kind, members, settings);
      keepFixedMembers(members, former.settings);
      checkSettings(kind, settings);
      return {
        ...former,
        ...(FunctionName === undefined ? {} : await mappedFunction(plane, FunctionName, kind, context, ACTION)),
        enabled: Enabled ?? former.enabled,
        settings,
        lastModifiedMs: plane.clock.nowMs(),
      };
    });
    return mappingOutput(record, transitionOf(Enabled));
  };
}

function transitionOf(enabled: boolean | undefined): Transition {
  if (enabled === undefined) return "Updating";
  return enabled ? "Enabling" : "Disabling";
}
